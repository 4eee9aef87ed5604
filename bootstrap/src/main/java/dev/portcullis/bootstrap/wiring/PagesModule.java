package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.pages.PagesUseCases;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.bootstrap.settings.Settings;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The login pages, where the settings have them. */
@Module
interface PagesModule {

  @Provides
  @Singleton
  static Option<BrowserLogin> pages(
      Settings settings,
      LogInUseCase logIn,
      CompleteMfaUseCase mfa,
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      ResetPasswordUseCase resetPassword,
      SessionStore store,
      InstantSource time) {
    return settings
        .pages()
        .map(
            it ->
                BrowserLogin.load(
                    it,
                    new PagesUseCases(logIn, mfa, revoke, resetPassword),
                    renew,
                    store.stores(),
                    time));
  }

  @Provides
  @Singleton
  static SessionStore store(Settings settings, InstantSource time) {
    if (settings.pages().isEmpty()) {
      return SessionStore.inMemory(time);
    }
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
