package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.bootstrap.client.ClientWatch;
import io.vavr.control.Option;
import jakarta.inject.Singleton;

/** What is watched at Auth0 alone: nothing. */
@Module
interface OwnProviderModule {

  @Provides
  @Singleton
  static Watching watching() {
    return new Watching();
  }

  @Provides
  static Option<PasswordResets> resets(Provider provider) {
    return provider.passwordResets();
  }

  @Provides
  static Option<ClientWatch> clientWatch() {
    return Option.none();
  }
}
