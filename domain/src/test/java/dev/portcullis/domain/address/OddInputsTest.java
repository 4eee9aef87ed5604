package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.AddressResolver.Explanation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OddInputsTest {

  @ParameterizedTest
  @MethodSource("rows")
  void an_odd_input_has_one_outcome(OddInputs.Row row) {
    AddressResolution resolution = row.resolver().resolve(row.origin());

    assertThat(OddInputs.text(resolution)).isEqualTo(row.answer());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void an_explanation_comes_to_the_same_and_can_be_shown_anywhere(OddInputs.Row row) {
    Explanation explanation = row.resolver().explain(row.origin());

    assertThat(explanation.resolution()).isEqualTo(row.resolver().resolve(row.origin()));
    assertThat(explanation.trace().steps()).isNotEmpty();
    TraceChecks.assertPrintable(explanation.trace());
  }

  static List<OddInputs.Row> rows() {
    return OddInputs.rows();
  }
}
