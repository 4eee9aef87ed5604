package dev.portcullis.adapters.http.pages;

import static dev.portcullis.adapters.http.pages.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Pages that were opened at another address than pages.origin lead there, or explain. */
class OwnOriginTest {

  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Pages.class);

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    LOG.addAppender(lines);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(lines);
  }

  private Map<String, String> form(String token) {
    return Map.of("csrf", token, "username", "ada@example.com", "password", "p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8787",
        "LOCALHOST",
        "127.0.0.1:8790",
        "[::1]:8790",
        "gate.localhost",
        "www.login.example.com",
        "login.example.com.",
        "login.example.com:8443"
      })
  void another_spelling_leads_to_the_origin_once(String host) {
    Answer first = visitor.get("/login?return_to=%2Fx", "Host", host);

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(location(first))
        .isEqualTo("https://login.example.com/login?return_to=%2Fx&at_origin=1");
    assertThat(visitor.get("/login?return_to=%2Fx&at_origin=1", "Host", host).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login.example.com",
        "LOGIN.example.com:443",
        "gateway",
        "portcullis:8787",
        "10.0.0.7:8787",
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example"
      })
  void the_name_that_a_proxy_gives_the_gateway_is_no_other_address(String host) {
    assertThat(visitor.get("/login", "Host", host).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/login/reset", "/login/done", "/logout"})
  void every_page_that_can_be_opened_leads_there(String path) {
    Answer page = visitor.get(path, "Host", "localhost:8787");

    assertThat(location(page)).isEqualTo("https://login.example.com" + path + "?at_origin=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          http://login.example.com      | login.example.com      | -
          https://login.example.com:8443 | login.example.com:8443 | -
          https://www.login.example.com | www.login.example.com  | same-origin
          http://localhost:8790         | localhost:8790         | -
          https://login.example.org     | gateway:8787           | same-origin
          """)
  void a_form_from_there_is_refused_with_both_addresses(String origin, String host, String site) {
    String token = visitor.token("/login");

    Answer reply =
        visitor.post(
            "/login",
            form(token),
            "Origin",
            origin,
            "Host",
            host,
            "Sec-Fetch-Site",
            site == null ? "" : site);

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body())
        .contains("You opened this page at " + origin)
        .contains("href=\"https://login.example.com/login\"");
    assertThat(server.attempts).isEmpty();
    assertThat(server.journal.events())
        .contains(new GatewayEvent.HttpRefused("users", HttpRefusal.WRONG_ORIGIN));
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.WARN);
              assertThat(line.getFormattedMessage())
                  .contains(origin)
                  .contains("pages.origin is https://login.example.com");
            });
  }

  /** After a restart without keys, or in another tab: only the browser tells where it was shown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://login.example.com | login.example.com | ''          | WRONG_ORIGIN",
        "http://login.example.com | LOGIN.Example.com | ''          | WRONG_ORIGIN",
        "http://localhost:8790    | gateway:8787      | same-origin | WRONG_ORIGIN",
        "http://login.example.com | ''                | ''          | CROSS_SITE",
        "http://login.example.com | login.example.com.evil | ''     | CROSS_SITE",
        "http://localhost:8790    | localhost:8787    | cross-site  | CROSS_SITE"
      })
  void a_form_whose_token_is_old_is_distinguished_from_a_strange_page_by_its_host(
      String origin, String host, String site, HttpRefusal refusal) {
    visitor.token("/login");

    Answer reply =
        visitor.post("/login", form("x"), "Origin", origin, "Host", host, "Sec-Fetch-Site", site);

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(server.journal.events()).contains(new GatewayEvent.HttpRefused("users", refusal));
  }

  @Test
  void the_log_has_it_once_a_minute() {
    String token = visitor.token("/login");
    String[] elsewhere = {"Origin", "http://login.example.com"};
    visitor.post("/login", form(token), elsewhere);
    visitor.post("/login", form(token), elsewhere);
    server.clock.advance(Duration.ofMinutes(1));

    visitor.post("/login", form(token), elsewhere);

    assertThat(lines.list).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://evil.example\u0007"})
  void a_page_of_others_is_counted_as_such(String origin) {
    visitor.token("/login");

    Answer reply = visitor.post("/login", form("x"), "Origin", origin, "Host", "login.example.com");

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).doesNotContain("evil");
    assertThat(server.journal.events())
        .contains(new GatewayEvent.HttpRefused("users", HttpRefusal.CROSS_SITE));
    assertThat(lines.list).isEmpty();
  }

  @Test
  void a_browser_that_keeps_no_cookie_is_told_so() {
    String token = visitor.token("/login");
    visitor.cookies.clear();

    Answer reply = visitor.post("/login", form(token));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("did not keep the cookie of this page");
    assertThat(server.journal.events())
        .contains(new GatewayEvent.HttpRefused("users", HttpRefusal.COOKIE_MISSING));
  }

  @Test
  void a_form_that_is_not_ours_is_counted() {
    visitor.token("/login");

    visitor.post("/login", form("x"));

    assertThat(server.journal.events())
        .contains(new GatewayEvent.HttpRefused("users", HttpRefusal.FORM_EXPIRED));
  }

  @Test
  void pages_without_https_set_cookies_that_every_browser_keeps_there() {
    Visitor local = PagesSite.at("http://127.0.0.1:8790").visitor();

    Answer reply = local.logIn("ada@example.com", "p");

    assertThat(reply.headers().allValues("set-cookie"))
        .hasSize(3)
        .allSatisfy(cookie -> assertThat(cookie).startsWith("portcullis").doesNotContain("Secure"));
    assertThat(local.get("/session").statusCode()).isEqualTo(200);
    local.post("/logout", Map.of("csrf", local.token("/login/done")));
    assertThat(local.get("/session").statusCode()).isEqualTo(401);
  }

  @Test
  void such_cookies_mean_nothing_over_https() {
    visitor.logIn("ada@example.com", "p");
    String session = visitor.cookies.remove("__Host-portcullis");

    visitor.cookies.put("portcullis", session);

    assertThat(visitor.get("/session").statusCode()).isEqualTo(401);
  }

  @Test
  void the_cookies_of_https_mean_nothing_without_it() {
    Visitor local = PagesSite.at("http://127.0.0.1:8790").visitor();
    local.logIn("ada@example.com", "p");
    String session = local.cookies.remove("portcullis");

    local.cookies.put("__Host-portcullis", session);

    assertThat(session).isNotEmpty();
    assertThat(local.get("/session").statusCode()).isEqualTo(401);
  }
}
