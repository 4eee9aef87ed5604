package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.ClientAddresses;
import dev.portcullis.adapters.http.GatewayRoutes;
import dev.portcullis.adapters.http.GatewayServer.Entrance;
import dev.portcullis.adapters.http.HttpSettings.UserListener;
import dev.portcullis.adapters.http.LoginEndpoint;
import dev.portcullis.adapters.http.Readiness;
import dev.portcullis.adapters.http.Router;
import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.out.CredentialVerifier;
import dev.portcullis.application.port.out.LoginJournal;
import dev.portcullis.application.port.out.PasswordResets;
import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.application.service.LogInService;
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
  static Gateway gateway(
      Settings settings,
      LogInUseCase logIn,
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
            .toLinkedMap(UserListener::name, listener -> entrance(listener, logIn, journals, ids)),
        GatewayRoutes.forOperators(Router.create(ids), readiness, metrics::scrape),
        readiness,
        ids,
        upstream);
  }

  private static Entrance entrance(
      UserListener listener,
      LogInUseCase logIn,
      ListenerJournals journals,
      Supplier<RequestId> ids) {
    RefusalJournal refusals = journals.refusals(listener.name());
    ClientAddresses addresses =
        new ClientAddresses(
            listener.name(), listener.address(), journals.addresses(), journals.disagreements());
    return new Entrance(
        addresses,
        refusals,
        GatewayRoutes.forUsers(Router.create(ids), new LoginEndpoint(addresses, logIn, refusals)));
  }

  /** What is closed after the last login. */
  @FunctionalInterface
  interface Upstream extends AutoCloseable {

    @Override
    void close();
  }
}
