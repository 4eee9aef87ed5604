package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.traces.Traces;
import jakarta.inject.Singleton;

/** Traces, where the settings name a receiver. */
@Module
interface TracesModule {

  @Provides
  @Singleton
  static Traces traces(Settings settings, LiveSecrets secrets) {
    return Traces.of(settings, secrets);
  }
}
