package dev.portcullis.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of an area: which facts give which result. A subclass lists the area's checks and their
 * rows; each check needs a row for a good result and for each other result that its source makes.
 */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class CheckTable {

  private static final Seq<Class<? extends CheckResult>> KINDS =
      Vector.of(Passed.class, Warning.class, Failed.class, NotChecked.class, NotApplicable.class);

  /** The checks of the area. */
  protected abstract Seq<Check> checks();

  /** The rows, grouped by check. */
  protected abstract Seq<Row> rows();

  /** Facts, and the result that they give. */
  protected record Row(String check, Facts facts, CheckResult result) {

    @Override
    public String toString() {
      return check + ": " + result;
    }
  }

  protected static Row row(String check, Facts facts, CheckResult result) {
    return new Row(check, facts, result);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void the_facts_give_the_result(Row row) {
    CheckResult result = check(row.check()).judge(row.facts());

    assertThat(result).isEqualTo(row.result());
  }

  @ParameterizedTest
  @MethodSource("checks")
  void there_is_a_row_for_each_result_that_the_check_can_give(Check check) throws IOException {
    String source = Files.readString(source(check.getClass()));

    for (Class<? extends CheckResult> kind : KINDS) {
      Pattern made = Pattern.compile("\\bnew %1$s\\(|\\b%1$s::new".formatted(kind.getSimpleName()));
      int least = (int) made.matcher(source).results().count();

      assertThat(
              rows()
                  .filter(row -> row.check().equals(check.id()))
                  .map(Row::result)
                  .filter(kind::isInstance)
                  .distinct())
          .as("rows of %s with different results of kind %s", check.id(), kind.getSimpleName())
          .hasSizeGreaterThanOrEqualTo(kind == Passed.class ? Math.max(1, least) : least);
    }
  }

  @Test
  void no_row_belongs_to_another_area() {
    assertThat(rows().map(Row::check).distinct())
        .containsExactlyElementsOf(checks().map(Check::id));
  }

  private Check check(String id) {
    return checks().find(it -> it.id().equals(id)).get();
  }

  private static Path source(Class<?> type) {
    return Path.of("src", "main", "java", type.getName().replace('.', '/') + ".java");
  }
}
