package dev.portcullis.bootstrap.traces;

import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.vavr.control.Option;

/** What traces requests, where the settings name a receiver. */
public interface Traces extends AutoCloseable {

  /** None. */
  Traces NONE =
      new Traces() {
        @Override
        public Tracing tracing() {
          return Tracing.OFF;
        }

        @Override
        public Option<SpanContext> spans() {
          return Option.none();
        }

        @Override
        public void meters(MeterRegistry registry) {}

        @Override
        public void close() {}
      };

  /** Those of the settings. Without a receiver no class of OpenTelemetry is loaded. */
  static Traces of(Settings settings, LiveSecrets secrets) {
    return settings.traces().isEmpty()
        ? NONE
        : SentTraces.open(settings.traces().get(), secrets.traces());
  }

  Tracing tracing();

  /** What names the span of a measurement; none if there are no traces. */
  Option<SpanContext> spans();

  /** Counts the spans that are lost, if there are traces. */
  void meters(MeterRegistry registry);

  @Override
  void close();
}
