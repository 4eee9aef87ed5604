package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.CallerChoices;
import dev.portcullis.adapters.http.ClientAddresses;
import dev.portcullis.adapters.http.GatewayRoutes;
import dev.portcullis.adapters.http.GatewayServer.Entrance;
import dev.portcullis.adapters.http.HttpSettings.UserListener;
import dev.portcullis.adapters.http.LoginEndpoint;
import dev.portcullis.adapters.http.Readiness;
import dev.portcullis.adapters.http.Router;
import dev.portcullis.adapters.http.TokensEndpoint;
import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.in.RevokeTokensUseCase;
import dev.portcullis.application.port.out.CredentialVerifier;
import dev.portcullis.application.port.out.LoginJournal;
import dev.portcullis.application.port.out.PasswordResets;
import dev.portcullis.application.port.out.RefreshTokens;
import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.application.port.out.StepJournal;
import dev.portcullis.application.service.LogInService;
import dev.portcullis.application.service.RenewTokensService;
import dev.portcullis.application.service.RevokeTokensService;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.login.RequestId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The gateway itself, around whatever verifies, resets and journals. */
@Module
interface GatewayModule {

  @Provides
  @Singleton
  static LogInUseCase logIn(
      CredentialVerifier verifier,
      PasswordResets resets,
      LoginJournal journal,
      InstantSource time) {
    return new LogInService(verifier, resets, journal, time);
  }

  @Provides
  @Singleton
  static RenewTokensUseCase renew(RefreshTokens tokens, StepJournal journal, InstantSource time) {
    return new RenewTokensService(tokens, journal, time);
  }

  @Provides
  @Singleton
  static RevokeTokensUseCase revoke(RefreshTokens tokens, StepJournal journal, InstantSource time) {
    return new RevokeTokensService(tokens, journal, time);
  }

  @Provides
  static UseCases useCases(
      LogInUseCase logIn, RenewTokensUseCase renew, RevokeTokensUseCase revoke) {
    return new UseCases(logIn, renew, revoke);
  }

  @Provides
  @Singleton
  static Gateway gateway(
      Settings settings,
      UseCases useCases,
      ListenerJournals journals,
      PrometheusMeterRegistry metrics,
      Supplier<RequestId> ids,
      Upstream upstream) {
    Readiness readiness = new Readiness();
    return new Gateway(
        settings.http(),
        settings
            .http()
            .users()
            .toLinkedMap(
                UserListener::name,
                listener -> entrance(listener, settings.choices(), useCases, journals, ids)),
        GatewayRoutes.forOperators(Router.create(ids), readiness, metrics::scrape),
        readiness,
        ids,
        upstream);
  }

  private static Entrance entrance(
      UserListener listener,
      CallerChoices choices,
      UseCases useCases,
      ListenerJournals journals,
      Supplier<RequestId> ids) {
    RefusalJournal refusals = journals.refusals(listener.name());
    ClientAddresses addresses =
        new ClientAddresses(
            listener.name(), listener.address(), journals.addresses(), journals.disagreements());
    Router logins =
        GatewayRoutes.forUsers(
            Router.create(ids), new LoginEndpoint(addresses, useCases.logIn(), refusals, choices));
    Router tokens =
        GatewayRoutes.withTokens(
            logins, new TokensEndpoint(addresses, useCases.renew(), useCases.revoke(), refusals));
    return new Entrance(addresses, refusals, tokens);
  }

  /** What is closed after the last login. */
  @FunctionalInterface
  interface Upstream extends AutoCloseable {

    @Override
    void close();
  }
}
