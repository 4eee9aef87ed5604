package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** What holds for every trace, whatever came in. */
final class TraceChecks {

  private static final int MOST_STEPS = 105;

  private TraceChecks() {}

  static void assertPrintable(AddressTrace trace) {
    Seq<String> texts =
        trace
            .steps()
            .flatMap(step -> Vector.of(step.at(), step.value(), step.finding()))
            .appendAll(trace.steps().flatMap(AddressTrace.Step::match))
            .appendAll(trace.steps().flatMap(AddressTrace.Step::rule))
            .appendAll(trace.notes());
    for (String text : texts) {
      assertThat(text).matches("[ -~]{0,120}");
    }
    assertThat(trace.steps().map(step -> step.value().length()))
        .allMatch(length -> length <= 64 + 3);
    assertThat(trace.steps()).hasSizeLessThanOrEqualTo(MOST_STEPS);
    assertThat(trace.notes()).hasSizeLessThanOrEqualTo(8);
    assertThat(trace.unread()).isBetween(0, 100);
  }
}
