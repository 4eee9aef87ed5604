package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.shared.SharedStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What several instances share, where the settings name a store. */
@Module
interface SharedModule {

  @Provides
  @Singleton
  static Option<SharedStore> shared(
      Settings settings, LiveSecrets secrets, PrometheusMeterRegistry metrics, InstantSource time) {
    return settings
        .shared()
        .redis()
        .map(redis -> SharedStore.of(redis, secrets.shared(), metrics, time));
  }
}
