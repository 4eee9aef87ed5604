package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.FailureReport;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static final String ROOT = "dev.portcullis";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/dev/portcullis/architecture/"))
          .importPackages(ROOT);

  @ParameterizedTest
  @EnumSource
  void the_product_keeps_the_rule(Rule rule) {
    rule.under(ROOT).check(PRODUCT);
  }

  @ParameterizedTest
  @EnumSource
  void the_rule_bites(Rule rule) {
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

  /**
   * One class per module and per package that a rule names: a rule over a package that is not there
   * passes in silence.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "domain.address.AddressResolver",
        "domain.address.ClientAddress",
        "domain.login.Password",
        "application.login.LogInUseCase",
        "application.login.port.CredentialVerifier",
        "application.login.LogInService",
        "adapters.http.api.LoginEndpoint",
        "adapters.http.server.GatewayServer",
        "adapters.memory.InMemoryResetLimiter",
        "doctor.check.Check",
        "testkit.doctor.TenantReaderContract",
        "adapters.auth0.token.Auth0CredentialVerifier",
        "adapters.journal.Slf4jLoginJournal",
        "adapters.webhook.WebhookResetDelivery",
        "emulator.Auth0Emulator",
        "emulator.junit.Auth0Tenant",
        "testkit.Fixtures",
        "testkit.browser.Browser",
        "testkit.contract.LoginJournalContract",
        "bootstrap.wiring.ProductionComponent",
        "demo.DemoCommand"
      })
  void the_rules_see_every_module(String name) {
    assertThat(PRODUCT.contain(ROOT + "." + name)).isTrue();
  }

  @Test
  void the_rules_see_as_many_classes_as_there_were() {
    assertThat(PRODUCT).hasSizeGreaterThanOrEqualTo(300);
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
