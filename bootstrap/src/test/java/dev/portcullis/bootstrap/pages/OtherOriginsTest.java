package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.JavascriptExecutor;

/**
 * What pages of other origins can have a real Chromium send to the gateway. A page at another port
 * of 127.0.0.1 is of the same site, one at localhost of another.
 */
class OtherOriginsTest {

  private static final String JSON =
      "method: 'POST', headers: {'Content-Type': 'application/json'},"
          + "body: JSON.stringify({username: '%s', password: '%s'})"
              .formatted(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  private HttpServer elsewhere;

  @SuppressWarnings("NullAway.Init")
  private PagesFixture pages;

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

  @BeforeEach
  void serveAnEmptyPageElsewhere() throws IOException {
    elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><title>Elsewhere</title><body></body>".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    elsewhere.start();
  }

  @AfterEach
  void stop() {
    elsewhere.stop(0);
    if (pages != null) {
      pages.close();
    }
  }

  /** The origin of the page elsewhere. */
  private String at(String host) {
    return "http://" + host + ":" + elsewhere.getAddress().getPort();
  }

  /** What a script of the page gets, or the name of the error. */
  private static String script(String body) {
    return String.valueOf(
        ((JavascriptExecutor) browser.driver())
            .executeScript("return (async () => {" + body + "})().catch(problem => problem.name)"));
  }

  private String fetching(String path, String options, String result) {
    return "const reply = await fetch('%s', {%s}); return %s;"
        .formatted(pages.page(path), options, result);
  }

  private static void show(String html) {
    ((JavascriptExecutor) browser.driver())
        .executeScript("document.body.innerHTML = arguments[0]", html);
  }

  private String form(String path) {
    return """
    <form method=post action="%s">
      <input name=username value="%s"><input name=password value="%s"><button>Win</button>
    </form>
    """
        .formatted(pages.page(path), DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void a_script_of_a_page_that_is_not_listed_neither_logs_in_nor_reads_why(String host) {
    pages = new PagesFixture();
    browser.go(URI.create(at(host)));

    String json = script(fetching("/api/auth", JSON, "reply.status"));
    String form =
        script(
            fetching(
                "/api/auth",
                "method: 'POST', mode: 'no-cors', body: new URLSearchParams({username: '%s',"
                        .formatted(DemoTenant.ALICE)
                    + " password: 'wrong'})",
                "reply.type"));

    assertThat(json).isEqualTo("TypeError");
    assertThat(form).isEqualTo("opaque");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void a_form_of_a_page_that_is_not_listed_is_refused_and_told_how_to_be_listed(String host) {
    pages = new PagesFixture();
    browser.go(URI.create(at(host)));
    show(form("/api/auth"));

    browser.press("form", "Win");

    browser.awaitText("body", "A page of the origin " + at(host) + " sent this request.");
    assertThat(browser.text("body")).contains("callers.origins").contains("cross-site");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void a_form_of_a_page_elsewhere_cannot_post_to_a_login_page(String host) {
    pages = new PagesFixture();
    browser.go(URI.create(at(host)));
    show(form("/login"));

    browser.press("form", "Win");

    browser.awaitText("#alert", "came from another page");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void a_page_of_a_listed_origin_logs_in_and_reads_the_reply(String host) {
    pages = PagesFixture.callableFrom(at(host));
    browser.go(URI.create(at(host)));

    String token = script(fetching("/api/auth", JSON, "(await reply.json()).access_token"));
    String wrong =
        script(
            fetching(
                "/api/auth",
                JSON.replace(DemoTenant.ALICE_PASSWORD, "wrong"),
                "reply.headers.get('X-Request-Id') + ' ' + (await reply.json()).error"));

    assertThat(token).startsWith("eyJ");
    assertThat(wrong).endsWith(" invalid_grant").doesNotStartWith("null");
  }

  @Test
  void listing_one_origin_lists_no_other() {
    pages = PagesFixture.callableFrom(at("localhost"));
    browser.go(URI.create(at("127.0.0.1")));

    String status = script(fetching("/api/auth", JSON, "reply.status"));

    assertThat(status).isEqualTo("TypeError");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }

  @Test
  void a_page_of_the_gateways_own_origin_needs_no_entry() {
    pages = new PagesFixture();
    browser.go(pages.page("/session"));

    String token = script(fetching("/api/auth", JSON, "(await reply.json()).access_token"));
    show(form("/api/auth"));
    browser.press("form", "Win");

    assertThat(token).startsWith("eyJ");
    browser.awaitText("body", "\"access_token\":\"eyJ");
  }
}
