package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dagger.Module;
import dagger.Provides;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.login.RequestId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A gateway whose provider, time and ids are the test's. */
@Singleton
@Component(modules = {GatewayModule.class, JournalModule.class, TestComponent.NoWatchModule.class})
interface TestComponent {

  Gateway gateway();

  PrometheusMeterRegistry metrics();

  @Component.Factory
  interface Factory {
    TestComponent create(
        @BindsInstance Settings settings,
        @BindsInstance Provider provider,
        @BindsInstance InstantSource time,
        @BindsInstance Supplier<RequestId> ids,
        @BindsInstance GatewayModule.Upstream upstream);
  }

  /** Nothing watches the tenant. */
  @Module
  interface NoWatchModule {

    @Provides
    static Watching watching() {
      return new Watching();
    }

    @Provides
    static Option<ClientWatch> client() {
      return Option.none();
    }

    @Provides
    static Option<PasswordResets> resets(Provider provider) {
      return provider.passwordResets();
    }

    @Provides
    static LiveSecrets secrets(Settings settings) {
      return LiveSecrets.of(settings);
    }

    @Provides
    static Extensions extensions() {
      return Extensions.NONE;
    }
  }
}
