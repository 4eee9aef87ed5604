package com.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.portcullis.architecture.rules.PortcullisRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules on packages that break each of them, from outside of Portcullis. */
class PortcullisRulesTest {

  private static final String ROOT = "com.acme.broken.adapters";

  private static final JavaClasses BROKEN =
      new ClassFileImporter().importPackages("com.acme.broken");

  @Test
  void each_rule_for_adapters_names_the_class_that_breaks_it() {
    List<ArchRule> rules = PortcullisRules.forAdapters(ROOT, ROOT + ".ldap..");

    assertThat(rules.stream().map(PortcullisRulesTest::blamed))
        .containsExactly(
            "KnowsAnother",
            "ReadsPassword",
            "CatchesFeign",
            "MakesIds",
            "ChoosesClock",
            "Prints",
            "Deserializes");
  }

  @Test
  void one_check_names_everything_beneath_a_root_that_breaks_a_rule() {
    assertThatThrownBy(
            () ->
                PortcullisRules.under("com.acme.broken")
                    .onlyProvidersReadPasswords(ROOT + ".ldap..")
                    .check(BROKEN))
        .isInstanceOf(AssertionError.class)
        .satisfies(
            error ->
                assertThat(
                        BROKEN.stream()
                            .map(type -> type.getSimpleName())
                            .filter(name -> String.valueOf(error.getMessage()).contains(name)))
                    .contains(
                        "KnowsAnother",
                        "ReadsPassword",
                        "CatchesFeign",
                        "MakesIds",
                        "ChoosesClock",
                        "Prints",
                        "Deserializes",
                        "Pages",
                        "Store"));
  }

  @Test
  void what_is_a_provider_or_a_program_is_not_blamed() {
    assertThatThrownBy(
            () ->
                PortcullisRules.under("com.acme.broken")
                    .onlyProvidersReadPasswords(ROOT + ".audit..")
                    .programs(ROOT + ".audit..")
                    .check(BROKEN))
        .hasMessageContaining("KnowsAnother")
        .hasMessageContaining("Deserializes")
        .hasMessageNotContainingAny(
            "ReadsPassword", "CatchesFeign", "MakesIds", "ChoosesClock", "Prints");
  }

  @Test
  void a_root_without_classes_fails_the_check() {
    assertThatThrownBy(() -> PortcullisRules.under("com.acme.gone").check(BROKEN))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }

  @Test
  void a_port_and_a_core_that_mention_technology_are_named() {
    assertThat(blamed(PortcullisRules.portsMentionOnlyTheDomain("com.acme.broken.port..")))
        .isEqualTo("Pages");
    assertThat(blamed(PortcullisRules.coreIsPure("com.acme.broken.domain.."))).isEqualTo("Store");
  }

  @Test
  void a_place_is_a_package_or_a_class_with_those_nested_in_it() {
    assertThat(PortcullisRules.onlyProvidersReadPasswords(ROOT, ROOT + ".audit").evaluate(BROKEN))
        .matches(result -> !result.hasViolation());
    assertThat(
            PortcullisRules.onlyProvidersReadPasswords(ROOT, ROOT + ".audit.ReadsPassword")
                .evaluate(BROKEN))
        .matches(result -> !result.hasViolation());
    assertThat(
            PortcullisRules.onlyProvidersReadPasswords(ROOT, ROOT + ".audit.ReadsPasswords")
                .evaluate(BROKEN))
        .matches(result -> result.hasViolation());
  }

  @Test
  void a_root_without_classes_fails_every_rule() {
    Stream<ArchRule> rules =
        Stream.concat(
            PortcullisRules.forAdapters("com.acme.gone").stream(),
            Stream.of(
                PortcullisRules.portsMentionOnlyTheDomain("com.acme.gone.."),
                PortcullisRules.coreIsPure("com.acme.gone..")));

    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThatThrownBy(() -> rule.check(BROKEN))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("failed to check any classes"));
  }

  @Test
  void each_rule_gives_its_reason() {
    assertThat(PortcullisRules.forAdapters(ROOT))
        .allSatisfy(rule -> assertThat(rule.getDescription()).contains(", because "));
  }

  @Test
  void the_example_of_the_javadoc_is_the_one_that_runs() throws IOException {
    String javadoc =
        Files.readString(
            Path.of("src/main/java/dev/portcullis/architecture/rules/PortcullisRules.java"));
    String test =
        Files.readString(Path.of("src/test/java/com/acme/login/LoginArchitectureTest.java"));

    assertThat(between("<pre>{@code", "}</pre>", javadoc.replaceAll("(?m)^ \\*", "")))
        .isNotEmpty()
        .isEqualTo(between("// example", "// end of example", test));
  }

  private static String between(String start, String end, String text) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from)).strip().replaceAll("\\s+", " ");
  }

  /** The class, of those that break a rule, that this rule names. */
  private static String blamed(ArchRule rule) {
    String details = String.join("\n", rule.evaluate(BROKEN).getFailureReport().getDetails());
    return String.join(
        ", ",
        BROKEN.stream()
            .filter(type -> details.contains("<" + type.getName()))
            .filter(type -> !type.getSimpleName().equals("Known"))
            .map(type -> type.getSimpleName())
            .toList());
  }
}
