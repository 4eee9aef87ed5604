package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The outcomes of docs/reference/outcomes.md are those of the log and of the metrics. */
class OutcomesPageTest {

  @Test
  void the_page_has_every_outcome_by_its_code_and_no_other() throws IOException {
    Set<String> page =
        Pattern.compile("(?m)^\\| `([a-z: -]+)` \\|")
            .matcher(Files.readString(Path.of("..", "docs", "reference", "outcomes.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> codes = new TreeSet<>();
    for (OutcomeCode code : OutcomeCode.values()) {
      codes.add(code.code());
    }
    for (StepKind kind : StepKind.values()) {
      kind.codes()
          .filter(code -> !StepCode.FAULTS.contains(code))
          .forEach(code -> codes.add(kind.word() + ": " + code));
    }
    assertThat(page).isEqualTo(codes);
  }

  @Test
  void the_page_has_every_reason_for_no_answer() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "outcomes.md"));

    assertThat(StepCode.FAULTS).allMatch(fault -> page.contains("`" + fault + "`"));
  }
}
