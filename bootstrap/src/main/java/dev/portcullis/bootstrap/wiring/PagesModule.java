package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.pages.PagesUseCases;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.shared.SharedStore;
import dev.portcullis.embed.GuardedUseCases;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The login pages, where the settings have them. */
@Module
interface PagesModule {

  @Provides
  @Singleton
  static Option<BrowserLogin> pages(
      Settings settings, GuardedUseCases useCases, SessionStore store, InstantSource time) {
    return settings
        .pages()
        .map(
            it ->
                BrowserLogin.load(
                    it,
                    new PagesUseCases(
                        useCases.logIn(), useCases.mfa(), useCases.revoke(), useCases.reset()),
                    useCases.renew(),
                    store.stores(),
                    time));
  }

  @Provides
  @Singleton
  static SessionStore store(Settings settings, Option<SharedStore> shared, InstantSource time) {
    return settings.pages().isEmpty()
        ? SessionStore.inMemory(time)
        : shared.fold(
            () -> local(settings, time),
            store -> local(settings, time).sharedIn(store, settings.slowestCall()));
  }

  private static SessionStore local(Settings settings, InstantSource time) {
    settings
        .sessionState()
        .problem()
        .forEach(
            problem -> {
              throw new IllegalStateException(problem.toString());
            });
    return settings
        .sessionState()
        .directory()
        .fold(
            () -> SessionStore.inMemory(time), directory -> SessionStore.inFiles(directory, time));
  }
}
