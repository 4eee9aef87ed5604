package dev.portcullis.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

  private static final String ROOT = "dev.portcullis";

  /** Modules that ship nothing and that the rules leave out. */
  private static final Set<String> NOT_SCANNED =
      Set.of(
          "benchmarks",
          "examples/embed-plain",
          "examples/embed-spring-boot",
          "examples/embed-spring-boot-3",
          "examples/journal-jdbc",
          "examples/limiter-redis",
          "examples/provider-keycloak",
          "examples/spring-oauth2-login");

  /** Packages that a rule may name although no main class uses them, each with the reason. */
  private static final Map<String, String> NOT_USED =
      Map.of(
          "javax.inject..", "the older name of jakarta.inject",
          "net.jqwik..", "used by tests alone",
          "tools.jackson..", "Jackson 3");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(
              location ->
                  !location.contains("/dev/portcullis/architecture/")
                      || location.contains("/dev/portcullis/architecture/rules/"))
          .importPackages(ROOT);

  private static final NamedPlaces PLACES = new NamedPlaces(PRODUCT);

  private static final List<SourceFile> SOURCES = mainClasses();

  @ParameterizedTest
  @EnumSource
  void the_product_keeps_the_rule(Rule rule) {
    rule.under(ROOT).check(PRODUCT);
  }

  @ParameterizedTest
  @EnumSource
  void the_rule_fails_on_a_violation(Rule rule) {
    JavaClasses classes = new ClassFileImporter().importPackages(rule.offendersRoot());

    FailureReport report = rule.under(rule.offendersRoot()).evaluate(classes).getFailureReport();

    Predicate<String> blamed = wordIn(String.join("\n", report.getDetails()));
    assertThat(named(classes, "Offender")).isNotEmpty().allMatch(blamed);
    assertThat(named(classes, "Innocent")).noneMatch(blamed);
  }

  @ParameterizedTest
  @EnumSource
  void the_rule_gives_its_reason(Rule rule) {
    assertThat(rule.under(ROOT).getDescription()).contains(", because ");
  }

  @Test
  void every_offender_belongs_to_a_rule() {
    JavaClasses offenders =
        new ClassFileImporter().importPackages(getClass().getPackageName() + ".violations");

    assertThat(offenders)
        .isNotEmpty()
        .allSatisfy(
            offender ->
                assertThat(Rule.values())
                    .anyMatch(rule -> offender.getName().startsWith(rule.offendersRoot() + ".")));
  }

  @Test
  void every_rule_has_an_offender() {
    JavaClasses offenders =
        new ClassFileImporter().importPackages(getClass().getPackageName() + ".violations");

    assertThat(Rule.values())
        .allSatisfy(
            rule ->
                assertThat(named(offenders, "Offender"))
                    .anyMatch(offender -> offender.startsWith(rule.offendersRoot() + ".")));
  }

  @ParameterizedTest
  @EnumSource
  void what_the_rule_names_exists(Rule rule) {
    assertThat(PLACES.missing(rule.under(ROOT)))
        .allSatisfy(place -> assertThat(NOT_USED).containsKey(place));
  }

  @Test
  void a_rule_that_names_what_does_not_exist_is_found() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAnyPackage("dev.portcullis.domain..", "dev.portcullis.gone..")
            .and()
            .doNotHaveFullyQualifiedName("dev.portcullis.domain.login.Passwort")
            .and()
            .haveNameNotMatching("dev\\.portcullis\\.Absent.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.example.absent..");

    assertThat(PLACES.missing(rule))
        .containsExactly(
            "dev.portcullis.gone..",
            "dev.portcullis.domain.login.Passwort",
            "dev\\.portcullis\\.Absent.*",
            "org.example.absent..");
  }

  @Test
  void what_is_not_used_is_named_by_a_rule_and_missing() {
    assertThat(Stream.of(Rule.values()).flatMap(rule -> PLACES.missing(rule.under(ROOT)).stream()))
        .containsAll(NOT_USED.keySet());
  }

  static Set<String> modules() {
    return SOURCES.stream().map(SourceFile::module).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("modules")
  void the_rules_see_every_class_of_the_module(String module) {
    assertThat(SOURCES)
        .filteredOn(source -> source.module().equals(module))
        .extracting(SourceFile::className)
        .allMatch(PRODUCT::contain);
  }

  @Test
  void the_rules_see_at_least_as_many_classes_as_there_are_sources() {
    assertThat(modules()).contains("domain", "adapters-auth0", "bootstrap", "architecture-rules");
    assertThat(PRODUCT).hasSizeGreaterThanOrEqualTo(SOURCES.size());
  }

  private static List<SourceFile> mainClasses() {
    try {
      return SourceFile.under(Repository.root()).stream()
          .filter(SourceFile::isMainClass)
          .filter(source -> !NOT_SCANNED.contains(source.module()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a class is named in the text, and not only one whose name begins alike. */
  private static Predicate<String> wordIn(String text) {
    return name -> Pattern.compile(Pattern.quote(name) + "\\b").matcher(text).find();
  }

  private static List<String> named(JavaClasses classes, String part) {
    return classes.stream()
        .filter(type -> type.getSimpleName().contains(part))
        .map(JavaClass::getName)
        .toList();
  }
}
