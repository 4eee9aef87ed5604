package dev.portcullis.adapters.otel;

import dev.portcullis.application.observe.port.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Traces that are sent to a receiver of OTLP over HTTP, with an SDK of their own. Spans wait in
 * memory, at most 2,048, and are sent by other threads; one that cannot be sent is counted as lost.
 * Safe for concurrent use. Close it after the last request.
 */
public final class OtlpTraces implements AutoCloseable {

  private static final int CAPACITY = 2048;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long closing waits for the receiver to take the last spans. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private final OtlpSettings settings;
  private final SpanQueue queue;
  private final SdkTracerProvider provider;
  private final OpenTelemetryTracing tracing;

  private OtlpTraces(
      OtlpSettings settings,
      Supplier<Option<OtlpAuthorization>> authorization,
      String version,
      Duration pause,
      Duration patience) {
    this.settings = settings;
    this.queue =
        new SpanQueue(exporter(settings, authorization, patience), CAPACITY, pause, patience);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                settings.serviceName(),
                                AttributeKey.stringKey("service.version"),
                                version))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio())))
            .addSpanProcessor(queue)
            .build();
    this.tracing =
        new OpenTelemetryTracing(
            provider.get(OpenTelemetryTracing.SCOPE),
            settings.followParent() ? new TraceparentAlone() : TextMapPropagator.noop());
  }

  /**
   * Opens them. Connects to nothing yet.
   *
   * @param authorization supplies what the receiver gets as {@code Authorization}, for each batch
   * @param version of the gateway, for the spans
   * @throws UncheckedIOException if the file of authorities cannot be read
   * @throws IllegalArgumentException if it has no certificates
   */
  public static OtlpTraces open(
      OtlpSettings settings, Supplier<Option<OtlpAuthorization>> authorization, String version) {
    return open(settings, authorization, version, PAUSE, PATIENCE);
  }

  static OtlpTraces open(
      OtlpSettings settings,
      Supplier<Option<OtlpAuthorization>> authorization,
      String version,
      Duration pause,
      Duration patience) {
    SdkLogging.silence();
    return new OtlpTraces(settings, authorization, version, pause, patience);
  }

  /** What traces requests. */
  public Tracing tracing() {
    return tracing;
  }

  /** How many recorded spans have not reached the receiver so far. */
  public long lost(SpanLoss why) {
    return queue.lost(why);
  }

  /** Sends what waits, and gives up after two seconds. */
  @Override
  public void close() {
    flush();
    // Not joined: it ends with the threads' own, which do not keep the process.
    provider.shutdown();
  }

  @Override
  public String toString() {
    return "OtlpTraces[" + settings + "]";
  }

  void flush() {
    provider.forceFlush().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static SpanExporter exporter(
      OtlpSettings settings, Supplier<Option<OtlpAuthorization>> authorization, Duration patience) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint().toString())
            .setConnectTimeout(CONNECT.compareTo(patience) < 0 ? CONNECT : patience)
            .setTimeout(patience)
            .setHeaders(
                () -> authorization.get().fold(Map::of, it -> Map.of("Authorization", it.value())))
            .setRetryPolicy(
                RetryPolicy.builder()
                    .setMaxAttempts(3)
                    .setInitialBackoff(Duration.ofMillis(500))
                    .setMaxBackoff(Duration.ofSeconds(2))
                    .build());
    for (Path file : settings.authorities()) {
      trust(builder, file);
    }
    return builder.build();
  }

  private static void trust(OtlpHttpSpanExporterBuilder builder, Path file) {
    try {
      builder.setTrustedCertificates(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("authorities: cannot be read: " + file, e);
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "authorities: no certificates: " + file + " (expected: PEM)", e);
    }
  }
}
