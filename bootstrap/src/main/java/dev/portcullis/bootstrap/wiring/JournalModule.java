package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.journal.MicrometerDisagreementJournal;
import dev.portcullis.adapters.journal.MicrometerLoginJournal;
import dev.portcullis.adapters.journal.MicrometerRefusalJournal;
import dev.portcullis.adapters.journal.MicrometerStepJournal;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.journal.Slf4jAddressJournal;
import dev.portcullis.adapters.journal.Slf4jDisagreementJournal;
import dev.portcullis.adapters.journal.Slf4jLoginJournal;
import dev.portcullis.adapters.journal.Slf4jRefusalJournal;
import dev.portcullis.adapters.journal.Slf4jStepJournal;
import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.HashKey;
import dev.portcullis.bootstrap.settings.Settings.Identifiers;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logins and refusals go to the log and to Prometheus. */
@Module
interface JournalModule {

  Logger LOG = LoggerFactory.getLogger("portcullis.journal");

  @Provides
  @Singleton
  static PrometheusMeterRegistry metrics() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return registry;
  }

  @Provides
  @Singleton
  static Pseudonyms pseudonyms(Settings settings) {
    return switch (settings.log().identifiers()) {
      case Identifiers.Hashed(var key) ->
          Pseudonyms.hashed(key.map(HashKey::bytes).getOrElse(JournalModule::randomKey));
      case Identifiers.Plain() -> Pseudonyms.plain();
    };
  }

  @Provides
  @Singleton
  static LoginJournal logins(PrometheusMeterRegistry registry, Pseudonyms pseudonyms) {
    return new Slf4jLoginJournal(LOG, pseudonyms).and(new MicrometerLoginJournal(registry));
  }

  @Provides
  @Singleton
  static StepJournal steps(PrometheusMeterRegistry registry, Pseudonyms pseudonyms) {
    return new Slf4jStepJournal(LOG, pseudonyms).and(new MicrometerStepJournal(registry));
  }

  private static byte[] randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  @Provides
  @Singleton
  static ListenerJournals listeners(PrometheusMeterRegistry registry) {
    return new ListenerJournals() {
      @Override
      public RefusalJournal refusals(String listener) {
        return new Slf4jRefusalJournal(LOG, listener)
            .and(new MicrometerRefusalJournal(registry, listener));
      }

      @Override
      public AddressJournal addresses() {
        return new Slf4jAddressJournal(LOG);
      }

      @Override
      public DisagreementJournal disagreements() {
        return new Slf4jDisagreementJournal(LOG).and(new MicrometerDisagreementJournal(registry));
      }
    };
  }
}
