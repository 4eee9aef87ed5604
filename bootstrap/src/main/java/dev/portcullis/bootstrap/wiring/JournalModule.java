package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.journal.MicrometerJournal;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.journal.Slf4jJournal;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.log.LineKind;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.HashKey;
import dev.portcullis.bootstrap.settings.Settings.Identifiers;
import dev.portcullis.bootstrap.traces.Traces;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logins and refusals go to the log and to Prometheus. */
@Module(includes = TracesModule.class)
interface JournalModule {

  Logger LOG = LoggerFactory.getLogger("portcullis.journal");

  @Provides
  @Singleton
  static PrometheusMeterRegistry metrics(Traces traces) {
    PrometheusMeterRegistry registry =
        traces
            .spans()
            .fold(
                () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                spans ->
                    new PrometheusMeterRegistry(
                        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, spans));
    traces.meters(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    for (LineKind kind : LineKind.values()) {
      FunctionCounter.builder("portcullis.log.lost", kind, LogSetup::lost)
          .description("Lines of the log that could not be written as fast as they came")
          .tag("kind", kind.word())
          .register(registry);
    }
    return registry;
  }

  @Provides
  @Singleton
  static Pseudonyms pseudonyms(Settings settings) {
    return switch (settings.log().identifiers()) {
      case Identifiers.Hashed(var key) ->
          key.map(HashKey::bytes).fold(Pseudonyms::hashed, Pseudonyms::hashed);
      case Identifiers.Plain() -> Pseudonyms.plain();
    };
  }

  @Provides
  @Singleton
  static MicrometerJournal meters(Settings settings, PrometheusMeterRegistry registry) {
    return new MicrometerJournal(registry, settings.http().users().map(UserListener::name));
  }

  @Provides
  @Singleton
  static Journal journal(
      MicrometerJournal meters,
      Pseudonyms pseudonyms,
      Provider provider,
      Option<ClientWatch> client,
      Extensions extensions) {
    return new Slf4jJournal(LOG, pseudonyms, provider::remedy)
        .and(meters)
        .and(client.fold(() -> Journal.NONE, watch -> watch))
        .and(extensions.journal());
  }
}
