package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.pages.Pages;
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

/** The pages for people, where the settings have them. */
@Module
interface PagesModule {

  @Provides
  @Singleton
  static Option<Pages> pages(
      Settings settings,
      LogInUseCase logIn,
      CompleteMfaUseCase passMfa,
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
