package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every answer of the tenant has a page that says it: readable by everybody, in the dark, on a
 * narrow screen.
 */
class EveryPageTest {

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ip-throttled          | 429 | too_many_attempts     | We have detected suspicious login behavior and further attempts will be blocked. | Too many attempts from your network
          brute-force-blocked   | 429 | too_many_attempts     | Your account has been blocked after multiple consecutive login attempts.         | Login is blocked
          too-many-logins       | 429 | too_many_logins       | Too many logins with the same username or email.                                 | Too many logins at once
          verification-required | 401 | requires_verification | Suspicious request requires verification                                         | This login has to be verified
          denied                | 403 | access_denied         | Not on Sundays, says the rule.                                                   | Login was refused
          user-blocked          | 401 | unauthorized          | user is blocked                                                                  | This account is blocked
          rate-limited          | 429 | too_many_requests     | Global limit has been reached                                                    | One moment, please
          misconfigured         | 401 | access_denied         | Unauthorized                                                                     | This is not your fault
          unintelligible        | 418 | teapot                | I am one                                                                         | Something went wrong
          unavailable           | 503 | server_error          | a script crashed                                                                 | Something went wrong
          """)
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
    browser.expectAccessible().expectNoSidewaysScroll().screenshot(name + "-dark-360");
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT);
    browser.expectAccessible().screenshot(name);
    assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("Content Security"));
  }
}
