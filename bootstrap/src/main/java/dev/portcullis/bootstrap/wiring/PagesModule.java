package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.pages.Pages;
import dev.portcullis.adapters.http.pages.PagesUseCases;
import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.in.PassMfaUseCase;
import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.in.ResetPasswordUseCase;
import dev.portcullis.application.port.in.RevokeTokensUseCase;
import dev.portcullis.bootstrap.settings.Settings;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The pages for people, where the settings have them. */
@Module
interface PagesModule {

  @Provides
  @Singleton
  static Option<Pages> pages(
      Settings settings,
      LogInUseCase logIn,
      PassMfaUseCase passMfa,
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      ResetPasswordUseCase resetPassword,
      InstantSource time) {
    return settings
        .pages()
        .map(
            it ->
                Pages.load(
                    it, new PagesUseCases(logIn, passMfa, renew, revoke, resetPassword), time));
  }
}
