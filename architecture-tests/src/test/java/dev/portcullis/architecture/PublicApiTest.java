package dev.portcullis.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The public API is whole: the packages that docs/reference/compatibility.md lists exist, what they
 * show names nothing of ours outside of them, and docs/reference/closed-types.txt has every case of
 * their enums and sealed types. {@code -Dportcullis.docs=write} writes that file.
 */
class PublicApiTest {

  private static final Path CASES = Repository.root().resolve("docs/reference/closed-types.txt");

  private static final String HEADER =
      """
      # Every public enum and sealed type, and each of its cases: docs/reference/compatibility.md. PublicApiTest compares it
      # with the code and writes it with -Dportcullis.docs=write; .ci/api compares it with the last tag's.
      """;

  /** Types in public packages that are for the shipped program, each with what others use. */
  private static final Map<String, String> NOT_FOR_OTHERS =
      Map.of("dev.portcullis.adapters.http.HttpApi$Builder", "Portcullis.http()");

  private static final JavaClasses PRODUCT = product();

  @Test
  void every_package_of_the_page_is_in_its_published_module() throws IOException {
    Set<String> sources = new TreeSet<>();
    for (SourceFile file : SourceFile.under(Repository.root())) {
      if (file.isMainClass()) {
        sources.add(file.module() + " " + file.packageName());
        sources.add(file.module() + " " + file.className());
      }
    }
    List<String> problems = new ArrayList<>();
    PublicApi.names()
        .forEach(
            (module, names) ->
                names.stream()
                    .map(name -> module + " " + name)
                    .filter(it -> !sources.contains(it))
                    .forEach(problems::add));

    assertThat(PublicApi.names()).hasSizeGreaterThan(15);
    assertThat(problems).isEmpty();
    assertThat(Poms.published()).containsAll(PublicApi.names().keySet());
  }

  @Test
  void what_is_public_names_nothing_that_is_not() throws IOException {
    assertThat(PublicApi.leaks(PRODUCT, all(), "dev.portcullis"))
        .filteredOn(it -> !NOT_FOR_OTHERS.containsKey(it.substring(0, it.indexOf(' '))))
        .isEmpty();
    assertThat(NOT_FOR_OTHERS.keySet()).allMatch(PRODUCT::contain);
  }

  @Test
  void a_type_that_is_not_public_is_found_where_it_is_named() {
    JavaClasses classes =
        new ClassFileImporter().importPackages("dev.portcullis.architecture.publicapi");

    assertThat(
            PublicApi.leaks(
                classes,
                Set.of("dev.portcullis.architecture.publicapi.open"),
                "dev.portcullis.architecture.publicapi"))
        .containsExactly(
            "dev.portcullis.architecture.publicapi.open.Offender names"
                + " dev.portcullis.architecture.publicapi.hidden.Hidden",
            "dev.portcullis.architecture.publicapi.open.Offender names"
                + " dev.portcullis.architecture.publicapi.open.Offender$Inner");
  }

  @Test
  void every_case_of_enums_and_sealed_types_is_listed() throws IOException {
    String cases = HEADER + String.join("\n", PublicApi.cases(PRODUCT, all())) + "\n";
    if ("write".equals(System.getProperty("portcullis.docs"))) {
      Files.writeString(CASES, cases, UTF_8);
    }

    assertThat(cases)
        .contains("\ndev.portcullis.domain.outcome.OutcomeCode ")
        .contains("\ndev.portcullis.domain.login.LoginOutcome ");
    assertThat(Files.readString(CASES, UTF_8)).isEqualTo(cases);
  }

  private static JavaClasses product() {
    Set<String> main = new TreeSet<>();
    try {
      for (SourceFile file : SourceFile.under(Repository.root())) {
        if (file.isMainClass()) {
          main.add(file.className());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ClassFileImporter()
        .importPackages("dev.portcullis")
        .that(
            describe(
                "in main sources", it -> main.contains(it.getName().replaceFirst("\\$.*", ""))));
  }

  private static Set<String> all() throws IOException {
    Set<String> all = new TreeSet<>();
    PublicApi.names().values().forEach(all::addAll);
    return all;
  }
}
