package dev.portcullis.adapters.otel;

import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.testkit.contract.TracingContract;
import io.opentelemetry.proto.trace.v1.Span;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

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
