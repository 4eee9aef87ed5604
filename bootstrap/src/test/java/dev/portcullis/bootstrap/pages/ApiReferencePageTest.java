package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;

/** The API reference of the admin listener, as operators see it. */
class ApiReferencePageTest {

  private static final Pattern PATH = Pattern.compile("(?m)^ {2}(/\\S*):$");

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private static PagesFixture gateway;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    gateway = new PagesFixture();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      gateway.close();
    }
  }

  @BeforeEach
  void open() {
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT).go(gateway.admin("/docs"));
    browser.find(".opblock");
  }

  @Test
  void every_operation_of_the_description_is_shown() throws Exception {
    List<String> described =
        PATH.matcher(get("/docs/openapi.yaml").body()).results().map(it -> it.group(1)).toList();

    List<String> shown =
        browser.driver().findElements(By.cssSelector(".opblock-summary-path")).stream()
            .map(it -> it.getDomAttribute("data-path"))
            .toList();

    assertThat(described).hasSizeGreaterThan(7);
    assertThat(shown).containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void nothing_is_loaded_from_elsewhere_and_nothing_is_blocked() {
    browser.find(".opblock-summary-control").click();
    browser.find(".opblock-body");

    Object loaded =
        script("return performance.getEntriesByType('resource').map(entry => entry.name)");

    assertThat((List<?>) loaded)
        .hasSizeGreaterThan(4)
        .allMatch(name -> name.toString().startsWith(gateway.admin("/docs/").toString()));
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void its_policy_lets_scripts_styles_and_requests_reach_this_listener_alone() throws Exception {
    HttpResponse<String> page = get("/docs");

    String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();

    assertThat(policy)
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("connect-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http:", "https:", "*");
    assertThat(page.body()).doesNotContain("<style", "style=", "http:", "https:");
  }

  @Test
  void it_sends_no_request_to_the_api() {
    browser.find(".opblock-summary-control").click();
    browser.find(".opblock-body");

    assertThat(browser.has(".try-out")).isFalse();
    assertThat(browser.has(".execute")).isFalse();
  }

  @Test
  void a_query_of_the_address_chooses_no_other_description() {
    browser.go(gateway.admin("/docs?url=http://192.0.2.1/openapi.yaml"));

    WebElement title = browser.find(".info .title");

    assertThat(title.getText()).startsWith("Portcullis");
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void it_is_dark_for_users_who_prefer_that() {
    browser.preferring(ColorScheme.DARK).go(gateway.admin("/docs"));

    browser.find(".opblock");

    assertThat(script("return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(28, 32, 34)");
  }

  private static Object script(String text) {
    Object result = ((JavascriptExecutor) browser.driver()).executeScript(text);
    return result == null ? "" : result;
  }

  private static HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(gateway.admin(path)).build(), BodyHandlers.ofString());
    }
  }
}
