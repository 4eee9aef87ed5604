package dev.portcullis.bootstrap.wiring;

import dagger.Lazy;
import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.adapters.journal.MicrometerWatchJournal;
import dev.portcullis.adapters.journal.Slf4jWatchJournal;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.doctor.DiagnoseTenantUseCase;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.watch.SentAddresses;
import dev.portcullis.doctor.watch.WatchTenantService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.control.Option;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch over the tenant, if it is configured. */
@Module(includes = DoctorModule.class)
interface WatchModule {

  Logger LOG = LoggerFactory.getLogger("portcullis.watch");

  @Provides
  @Singleton
  static Watching watching(
      Settings settings,
      PrometheusMeterRegistry metrics,
      InstantSource time,
      Sleeper sleeper,
      Lazy<Option<Auth0Management>> management,
      Provider<TenantLogs> logs,
      Provider<DiagnoseTenantUseCase> doctor) {
    if (settings.doctor().watch() instanceof Watch.Off && settings.doctor().every().isEmpty()) {
      return new Watching();
    }
    SentAddresses sent = new SentAddresses(time, new SecureRandom().nextLong());
    return new TenantWatching(
        settings.doctor(),
        sent,
        new WatchTenantService(
            settings.auth0().clientId(),
            sent,
            logs.get(),
            new Slf4jWatchJournal(LOG).and(new MicrometerWatchJournal(metrics))),
        doctor,
        sleeper,
        () -> management.get().forEach(Auth0Management::close));
  }
}
