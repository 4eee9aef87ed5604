package dev.portcullis.adapters.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.contract.TracingContract;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.proto.trace.v1.Span;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a receiver gets over a socket. */
class OpenTelemetryTracingContractTest implements TracingContract {

  private final Receiver receiver = Receiver.start();
  private final OtlpTraces traces =
      OtlpTraces.open(
          OtlpSettings.of(receiver.url()).withRatio(1),
          Option::none,
          "1.2.3",
          Duration.ofHours(1),
          Duration.ofSeconds(10));

  @AfterEach
  void close() {
    traces.close();
    receiver.close();
  }

  @Override
  public Tracing tracing() {
    return traces.tracing();
  }

  @Override
  public List<EndedSpan> ended() {
    traces.flush();
    return receiver.spans().stream().map(OpenTelemetryTracingContractTest::read).toList();
  }

  @Test
  void a_program_whose_own_propagator_throws_ends_no_request() {
    TextMapPropagator broken =
        new TextMapPropagator() {
          @Override
          public Collection<String> fields() {
            return List.of();
          }

          @Override
          public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {}

          @Override
          public <C> Context extract(
              Context context, @Nullable C carrier, TextMapGetter<C> getter) {
            throw new IllegalStateException("broken");
          }
        };
    Tracing tracing =
        OpenTelemetryTracing.of(OpenTelemetry.propagating(ContextPropagators.create(broken)));

    Tracing.Span span =
        tracing.request("GET", "/", new RequestId("request-1"), RequestOrigin.HeaderLines.NONE);
    span.status(200);
    span.close();

    assertThat(span).isEqualTo(Tracing.Span.NONE);
  }

  private static EndedSpan read(Span span) {
    return new EndedSpan(
        span.getName(),
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getAttributesList().stream()
            .map(it -> Receiver.attribute(span, it.getKey()))
            .collect(Collectors.toSet()));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
