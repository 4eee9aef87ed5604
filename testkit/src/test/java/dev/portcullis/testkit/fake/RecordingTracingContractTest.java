package dev.portcullis.testkit.fake;

import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.testkit.contract.TracingContract;
import java.util.HashSet;
import java.util.List;

class RecordingTracingContractTest implements TracingContract {

  private final RecordingTracing tracing = new RecordingTracing();

  @Override
  public Tracing tracing() {
    return tracing;
  }

  @Override
  public List<EndedSpan> ended() {
    return tracing.ended().stream()
        .map(
            it ->
                new EndedSpan(
                    it.name(),
                    it.traceId(),
                    it.spanId(),
                    it.parentSpanId(),
                    new HashSet<>(it.attributes().values())))
        .toList();
  }
}
