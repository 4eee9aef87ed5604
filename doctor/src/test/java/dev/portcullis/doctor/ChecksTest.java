package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.FactSource;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.check.Selection;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every check. */
class ChecksTest {

  static Seq<Check> checks() {
    return Checks.all();
  }

  @Test
  void ids_are_unique_and_found() {
    Seq<String> ids = Checks.all().map(Check::id);

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(40);
    assertThat(ids).allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
    assertThat(ids.map(Checks::of).flatMap(it -> it)).containsExactlyElementsOf(Checks.all());
    assertThat(Checks.of("no-such-check")).isEmpty();
  }

  @Test
  void reports_have_the_areas_in_order() {
    assertThat(Checks.all().map(Check::area).distinct()).containsExactly(Area.values());
    assertThat(Checks.all()).isEqualTo(Checks.all().sortBy(Check::area));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void every_check_explains_itself(Check check) {
    CheckDescription description = check.description();

    assertThat(description.title()).isNotBlank();
    assertThat(description.why()).endsWith(".").doesNotContain("\n");
    assertThat(description.source()).matches("docs/.+|https://auth0\\.com/docs/.+");
  }

  /** The table itself requires a row for each result that the source of a check makes. */
  @ParameterizedTest
  @MethodSource("checks")
  void every_check_has_rows_in_the_table_of_its_package(Check check) throws IOException {
    Path tables =
        Path.of("src", "test", "java", check.getClass().getPackageName().replace('.', '/'));

    try (Stream<Path> files = Files.list(tables)) {
      assertThat(files.filter(file -> file.toString().endsWith("ChecksTest.java")))
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.readString(file))
                      .contains(" extends CheckTable ")
                      .containsPattern("row\\(\\s*\"" + check.id() + "\","));
    }
  }

  @ParameterizedTest
  @MethodSource("checks")
  void what_could_not_be_read_is_neither_good_nor_wrong(Check check) {
    CheckResult result = check.judge(Given.nothing());

    if (check.area().source() != FactSource.HOST) {
      assertThat(result).isInstanceOfAny(NotChecked.class, NotApplicable.class, Skipped.class);
    }
  }

  @Test
  void what_could_not_be_checked_is_not_good() {
    Seq<Finding> findings =
        Checks.of(Selection.ALL.without(Area.LOCAL)).map(check -> check.find(Given.nothing()));

    assertThat(new Diagnosis(Given.NOW, findings).status()).isEqualTo(Diagnosis.Status.NOT_CHECKED);
  }

  @Test
  void a_selection_is_by_id_and_by_area() {
    Selection two = Selection.only("trust-header", "tls");
    Selection rest =
        new Selection(HashSet.empty(), HashSet.of("tls"), HashSet.of(Area.CANARY, Area.LOG));

    assertThat(Checks.of(two).map(Check::id)).containsExactly("tls", "trust-header");
    assertThat(Checks.of(two.without(Area.LOCAL)).map(Check::id)).containsExactly("trust-header");
    assertThat(Checks.of(rest).map(Check::area).distinct())
        .containsExactlyElementsOf(
            Vector.of(
                Area.LOCAL, Area.MANAGEMENT, Area.APPLICATION, Area.CONNECTION, Area.PROTECTION));
    assertThat(Checks.of(rest).map(Check::id)).contains("clock").doesNotContain("tls");
  }
}
