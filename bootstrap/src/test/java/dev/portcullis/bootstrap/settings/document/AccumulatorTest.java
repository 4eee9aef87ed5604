package dev.portcullis.bootstrap.settings.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AccumulatorTest {

  private final Accumulator all = new Accumulator();

  @Test
  void every_problem_is_reported_however_many_there_are() {
    Section section = section("");
    for (int key = 0; key < 20; key++) {
      all.add(section.required("key-" + key, ValueType.TEXT, "The text."));
    }

    Validation<Seq<SettingsProblem>, String> built = all.build(() -> "built");

    assertThat(built.getError()).hasSize(20);
    assertThat(built.getError().head().fix()).isEqualTo("Set key-0 to the text.");
  }

  @Test
  void valid_values_are_used_in_the_result() {
    Section section = section("{a: 1, b: 2}");
    Supplier<Integer> a = all.add(section.required("a", ValueType.number(0, 9), "A."));
    Supplier<Integer> b = all.add(section.required("b", ValueType.number(0, 9), "B."));

    assertThat(all.build(() -> a.get() + b.get()).get()).isEqualTo(3);
  }

  @Test
  void a_problem_that_is_reported_elsewhere_is_not_repeated_and_nothing_is_built() {
    Validation<Seq<SettingsProblem>, String> elsewhere = section("").invalid("a", "missing", "fix");
    all.needs(elsewhere);
    all.add(Validation.valid("b"));

    assertThat(all.build(() -> "built").getError()).isEmpty();
    assertThat(all.build(() -> "built").isInvalid()).isTrue();
  }

  @Test
  void an_invalid_value_cannot_be_used() {
    Supplier<String> value = all.add(section("").invalid("a", "missing", "fix"));

    assertThatThrownBy(value::get).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void values_that_do_not_fit_together_are_a_problem_of_their_own() {
    Seq<SettingsProblem> found =
        all.check(() -> section("").invalid("a", "longer than b", "fix")).getError();

    assertThat(found.map(SettingsProblem::problem)).isEqualTo(Vector.of("longer than b"));
  }

  private static Section section(String yaml) {
    return SettingsDocument.parse(new SettingsSource("test", Path.of("."), yaml, HashMap.empty()))
        .get()
        .root();
  }
}
