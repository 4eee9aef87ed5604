package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.EveryCheckTest.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.doctor.Checks;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.testkit.browser.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page of the doctor's findings, as operators see it: a real Chromium, the real gateway. */
class DoctorPageInTheBrowserTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @TempDir private Path directory = Path.of(".");

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void operators_read_what_is_wrong_when_it_was_found_and_by_what() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.trust(false);
      admin.patch(
          TenantAdmin.BRUTE_FORCE, "{\"max_attempts\":100,\"mode\":\"count_per_identifier\"}");
      try (Gateway.Running gateway = start(tenant)) {
        URI page = URI.create("http://127.0.0.1:" + gateway.operatorsPort() + "/doctor");

        go(page, "article");

        assertThat(browser.driver().findElements(By.cssSelector("article[id]")))
            .extracting(element -> element.getDomAttribute("id"))
            .containsExactlyElementsOf(
                Checks.all().reject(check -> check.area() == Area.CANARY).map(check -> check.id()));
        assertThat(state("trust-header")).contains("Error");
        assertThat(state("brute-force-threshold")).contains("Warning");
        assertThat(state("brute-force-mode")).contains("Accepted");
        assertThat(state("brute-force")).contains("Good");
        assertThat(state("grant-refresh")).contains("Not applicable");
        assertThat(browser.text("header")).contains("Errors", "UTC by Portcullis", "ERRORS FOUND");
        assertThat(browser.text("#trust-header")).contains("Advanced Settings > OAuth");
        assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("/doctor"));

        browser.find("#trust-header h3 a").click();

        assertThat(browser.driver().getCurrentUrl()).isEqualTo(page + "#trust-header");
        assertThat(browser.has("#trust-header:target")).isTrue();
      }
    }
  }

  @Test
  void what_is_skipped_leads_to_its_cause() throws Exception {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo())) {
      Settings settings =
          DoctorFile.settings(
              directory, tenant, Map.of("PORTCULLIS_MANAGEMENT_CLIENT_SECRET", "not-the-secret"));
      try (Gateway.Running gateway = start(settings)) {
        go(URI.create("http://127.0.0.1:" + gateway.operatorsPort() + "/doctor"), "article");

        browser.find("#trust-header p a").click();

        assertThat(browser.has("#management-access:target")).isTrue();
        assertThat(state("management-access")).contains("Error");
      }
    }
  }

  private static String state(String check) {
    return browser.text("#" + check + " .state");
  }

  /** Loads the page until the doctor has run. */
  private static void go(URI page, String css) {
    new WebDriverWait(browser.driver(), PATIENCE)
        .until(
            driver -> {
              browser.go(page);
              return !driver.findElements(By.cssSelector(css)).isEmpty();
            });
  }

  private Gateway.Running start(Auth0Emulator tenant) throws IOException {
    Path file = DoctorFile.in(directory, tenant);
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "doctor:\n",
                "doctor:\n"
                    + "  accept: [{check: brute-force-mode, reason: our support unblocks (SEC-7),"
                    + " until: 2999-12-31}]\n"));
    return start(DoctorFile.read(file, Map.of()));
  }

  private static Gateway.Running start(Settings settings) {
    return ProductionComponent.gateway(
            settings.withDoctor(settings.doctor().withEvery(Duration.ofHours(1))))
        .start();
  }
}
