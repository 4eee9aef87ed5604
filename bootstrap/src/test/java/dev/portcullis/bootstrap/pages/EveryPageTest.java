package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import io.vavr.collection.HashSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every answer of the tenant has the page that docs/reference/outcomes.md says: readable by
 * everybody, in the dark, on a narrow screen.
 */
class EveryPageTest {

  /** Name, status, code and description of an answer of Auth0, and the title of its page. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z-]+)` \\| (\\d{3})[^`|]*`([a-z_]+)`(?:, \"([^\"]+)\")?[^|]*"
              + "\\|[^|]*\\|[^|“]*“([^”]+)”");

  /** Goes on elsewhere, is the form again, or is no answer. */
  private static final Set<String> NO_PAGE =
      Set.of(
          "granted", "mfa-required", "wrong-credentials", "unreachable", "overloaded", "no-answer");

  /** What an icon and a colour distinguish. */
  private static final Map<String, String> SIGNS =
      Map.of(
          "password-leaked", "leaked",
          "brute-force-blocked", "blocked",
          "user-blocked", "blocked",
          "ip-throttled", "throttled",
          "too-many-logins", "throttled",
          "rate-limited", "throttled");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static PagesFixture pages;

  @BeforeAll
  static void open() {
    browser = Browser.open();
    pages = new PagesFixture();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      pages.close();
    }
  }

  /** The answers that have a code, as docs/reference/outcomes.md says, and one each without. */
  static Stream<Arguments> answers() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "outcomes.md"));
    return Stream.concat(
        ROW.matcher(page.substring(page.indexOf("## A login"), page.indexOf("## The steps")))
            .results()
            .filter(row -> !NO_PAGE.contains(row.group(1)))
            .map(
                row ->
                    Arguments.of(
                        row.group(1),
                        Integer.valueOf(row.group(2)),
                        row.group(3),
                        Optional.ofNullable(row.group(4)).orElse("Not on Sundays, says the rule."),
                        row.group(5))),
        Stream.of(
            Arguments.of("unintelligible", 418, "teapot", "I am one", "Something went wrong"),
            Arguments.of(
                "unavailable",
                503,
                "server_error",
                "a script crashed",
                "Login is not available right now")));
  }

  @Test
  void every_code_of_a_login_has_a_row_or_a_reason() throws IOException {
    assertThat(answers().map(row -> row.get()[0]))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            LoginOutcome.CODES.map(OutcomeCode::word).removeAll(HashSet.ofAll(NO_PAGE)));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void every_answer_has_its_page(
      String name, int status, String error, String description, String title) throws Exception {
    browser.driver().manage().deleteAllCookies();
    browser.sized(360, 740).preferring(ColorScheme.DARK).go(pages.page("/login?return_to=%2Fx"));
    pages.answerNext(
        status,
        name.equals("rate-limited") ? "\"Retry-After\":\"7\"" : "",
        "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, description));

    browser.find("#username").sendKeys(DemoTenant.ALICE);
    browser.find("#password").sendKeys("any");
    browser.press("form", "Log in");

    browser.awaitText("h1", title);
    assertThat(browser.has(".sign")).isEqualTo(SIGNS.containsKey(name));
    if (SIGNS.containsKey(name)) {
      assertThat(browser.find(".sign").getDomAttribute("class"))
          .isEqualTo("sign " + SIGNS.get(name));
      assertThat(browser.find(".sign svg").getSize().getWidth()).isGreaterThan(20);
    }
    browser.expectGoodLooks(name);
    assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("Content Security"));
  }
}
