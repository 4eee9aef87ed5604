package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.journal.MicrometerConnectionPool;
import dev.portcullis.adapters.journal.MicrometerConnectionPool.Readings;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.settings.Settings;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Auth0 as the verifier. */
@Module
interface Auth0Module {

  @Provides
  @Singleton
  static Auth0Client client(Settings settings, InstantSource time) {
    try {
      return Auth0Client.open(settings.auth0(), SSLContext.getDefault(), time);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Provides
  @Singleton
  static Option<ClientWatch> clientWatch(
      Settings settings, Auth0Client client, PrometheusMeterRegistry metrics, InstantSource time) {
    return Option.some(
        new ClientWatch(
            client::prove, client::ask, settings.auth0().clientSecrets(), metrics, time));
  }

  @Provides
  @Singleton
  static Provider provider(Auth0Client client) {
    return client.provider();
  }

  @Provides
  @Singleton
  static Option<PasswordResets> resets(
      Auth0Client client, Function<Auth0Client, PasswordResets> chosenReset) {
    return Option.some(chosenReset.apply(client));
  }

  @Provides
  @Singleton
  static GatewayModule.Upstream upstream(
      Settings settings, Auth0Client client, PrometheusMeterRegistry metrics) {
    MicrometerConnectionPool meters =
        MicrometerConnectionPool.of(
            metrics,
            Tags.empty(),
            new Readings(
                client::connectionsInUse,
                client::idleConnections,
                client::waitingCalls,
                settings.auth0().transport()::maxConnections));
    return () -> {
      client.close();
      meters.close();
    };
  }
}
