package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users are sent only to the paths and origins that the operator lists. */
class OpenRedirectTest {

  private final ReturnTargets targets =
      new ReturnTargets(
          new WebOrigin("https://login.example.com"),
          List.of(
              new WebOrigin("https://app.example.com"),
              new WebOrigin("https://other.example.com:8443"),
              new WebOrigin("http://127.0.0.1:8080")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/orders",
        "/orders?page=2&q=a%20b#top",
        "/a/%C3%A4",
        "/go?to=https://evil.example",
        "https://app.example.com",
        "https://app.example.com/",
        "https://app.example.com/orders?x=1",
        "https://app.example.com:443/orders",
        "https://login.example.com/deep/link",
        "https://other.example.com:8443/x",
        "http://127.0.0.1:8080/x",
        "HTTPS://APP.example.com/x",
        "https://app.example.com?x",
        "/a/%20b/%7e/%c3%a4",
        "/a/%252fb/..;/.well-known/...",
        "/orders?x={y}|\"<>^`\\",
        "/orders?x=%00%09%2f%5c//\\&y=%zz",
        "/orders?to=//evil.example",
        "/orders#//evil.example",
        "https://app.example.com/a?b=//evil.example&c=%2f%09"
      })
  void a_listed_target_is_allowed(String target) {
    assertThat(targets.parse(target).map(ReturnTarget::text)).containsExactly(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "orders",
        "./orders",
        "../orders",
        "?x",
        "#x",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "/orders\\..\\evil",
        "/%2Fevil.example",
        "/%2f%2fevil.example",
        "/%5Cevil.example",
        "/%5c%5cevil.example",
        "/./%2Fevil.example",
        "/.//evil.example",
        "/..//evil.example",
        "/a/..//evil.example",
        "/a/../%2fevil.example",
        "/orders//evil.example",
        " /orders",
        "/orders ",
        "\t/orders",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/\u0000",
        "/\u0001",
        "/\u007f",
        "/\u2028",
        "/ä",
        "/\u2044evil.example",
        "\u3002evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https:////evil.example",
        "https:\\evil.example",
        "https:\\\\evil.example",
        "https:app.example.com",
        "https:/app.example.com",
        "https:///app.example.com",
        "https://evil.example",
        "https://evil.example/app.example.com",
        "https://evil.example#app.example.com",
        "https://evil.example?app.example.com",
        "https://evil.example\\app.example.com",
        "https://app.example.com.evil.example",
        "https://app.example.com@evil.example",
        "https://app.example.com:443@evil.example",
        "https://evil.example@app.example.com",
        "https://user:pass@app.example.com",
        "https://@app.example.com",
        "https://:@app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com:",
        "https://app.example.com:4430",
        "https://app.example.com:00443443",
        "https://app.example.com%00.evil.example",
        "https://app.example.com%2eevil.example",
        "https://app.example.com%2f@evil.example",
        "https://app.example.com\u0000.evil.example",
        "https://app.example.com\t.evil.example",
        "https://app。example.com",
        "https://app.example.com.",
        "https://sub.app.example.com",
        "https://example.com",
        "https://xapp.example.com",
        "https://[::1]",
        "https://0x7f.1",
        "http://app.example.com",
        "http://127.0.0.1",
        "http://127.0.0.1:8081",
        "http://127.1:8080",
        "http://2130706433:8080",
        "ftp://app.example.com",
        "ws://app.example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "javascript://app.example.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://app.example.com/x",
        "mailto:a@example.com",
        "about:blank",
        "view-source:https://app.example.com",
        "//app.example.com",
        "/%09/evil.example",
        "/%0a/evil.example",
        "/%0D/evil.example",
        "/%00",
        "/%01",
        "/a%1fb",
        "/a%1Fb",
        "/a%7fb",
        "/a%7Fb",
        "/a%2eb",
        "/a%2Eb",
        "/a%5Cb",
        "/a%5cb",
        "/a\\b",
        "/a//b",
        "/a//",
        "/a/.",
        "/a/..?x",
        "/%09/evil.example?x#y",
        "/a?x y",
        "/a?x\ty",
        "/a?x\u007fy",
        "/a?x=\u00e4",
        "https://app.example.com//evil.example",
        "https://app.example.com/a//b",
        "https://app.example.com/%09/evil.example",
        "https://app.example.com/%2F%2fevil.example",
        "https://app.example.com/%5cevil.example",
        "https://app.example.com/a\\b",
        "https://app.example.com\\b",
        "https://app.example.com/../b",
        "https://app.example.com/%2e%2e/b",
        "https://app.example.com/a%00b",
        "https://app.example.com/a%7fb",
        "https://app.example.com/%zz",
        "https://[::1]?x",
        "/a|b",
        "/a<b>",
        "/a\"b",
        "/%",
        "/%zz"
      })
  void what_is_not_is_refused(String target) {
    assertThat(targets.parse(target)).isEmpty();
  }

  @Test
  void a_target_of_any_length_is_answered_at_once() {
    assertThat(targets.parse("/" + "a".repeat(2047))).isNotEmpty();
    assertThat(targets.parse("/" + "a".repeat(2048))).isEmpty();
    assertThat(targets.parse("/" + "../".repeat(1_000_000))).isEmpty();
  }

  @Test
  void every_control_character_is_refused_in_a_path_and_every_query_is_left_alone() {
    for (int c = 0; c <= 0xFF; c++) {
      String escape = "%%%02x".formatted(c);

      boolean inPath = targets.parse("/a/" + escape + "/b").isDefined();
      boolean inPathElsewhere =
          targets.parse("https://app.example.com/" + escape.toUpperCase(Locale.ROOT)).isDefined();
      boolean inQuery = targets.parse("/a?b=" + escape).isDefined();

      boolean ambiguous = c < 0x20 || c == 0x7F || c == '/' || c == '\\' || c == '.';
      assertThat(inPath).as(escape).isNotEqualTo(ambiguous);
      assertThat(inPathElsewhere).as(escape).isNotEqualTo(ambiguous);
      assertThat(inQuery).as(escape).isTrue();
    }
  }

  @Test
  void a_login_goes_where_it_was_asked_to_and_home_if_that_is_not_allowed() {
    PagesSite server = PagesSite.start();
    Visitor one = server.visitor();
    Visitor other = server.visitor();

    Answer allowed =
        one.post(
            "/login",
            Map.of(
                "csrf",
                one.token("/login"),
                "username",
                "ada@example.com",
                "password",
                "p",
                "return_to",
                PagesSite.APP + "/orders"));
    Answer evil =
        other.post(
            "/login",
            Map.of(
                "csrf", other.token("/login"),
                "username", "ada@example.com",
                "password", "p",
                "return_to", "//evil.example"));

    assertThat(allowed.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(allowed)).isEqualTo(PagesSite.APP + "/orders");
    assertThat(evil.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(evil)).isEqualTo("/login/done");
  }

  @ParameterizedTest
  @CsvSource({"'', p, 400", "ada@example.com, '', 400", "ada@example.com, p, 403"})
  void a_login_that_does_not_succeed_keeps_the_way_back(String user, String password, int status) {
    PagesSite server = PagesSite.start();
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Visitor visitor = server.visitor();

    Answer reply =
        visitor.post(
            "/login",
            Map.of(
                "csrf",
                visitor.token("/login"),
                "username",
                user,
                "password",
                password,
                "return_to",
                PagesSite.APP + "/orders"));

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body())
        .contains("name=\"return_to\" value=\"https://app.example.com/orders\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_form_that_is_refused_keeps_the_way_back(boolean cookies) {
    Visitor visitor = PagesSite.start().visitor();
    String token = visitor.token("/login");
    if (!cookies) {
      visitor.cookies.clear();
    }

    Answer reply =
        visitor.post(
            "/login",
            Map.of(
                "csrf",
                cookies ? "old" : token,
                "username",
                "ada@example.com",
                "password",
                "p",
                "return_to",
                PagesSite.APP + "/orders"));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body())
        .contains("name=\"return_to\" value=\"https://app.example.com/orders\"");
  }

  @Test
  void a_second_factor_leads_where_the_login_was_asked_to() {
    PagesSite server = PagesSite.start();
    server.logIn = attempt -> new LoginOutcome.MfaRequired(MfaToken.of("mfa-1").get());
    server.verified =
        new MfaOutcome.Granted(PagesSite.tokens("access-1", "refresh-1"), Option.none());
    Visitor visitor = server.visitor();
    visitor.post(
        "/login",
        Map.of(
            "csrf",
            visitor.token("/login"),
            "username",
            "ada@example.com",
            "password",
            "p",
            "return_to",
            PagesSite.APP + "/orders"));
    String page = "/login/mfa/code?kind=otp";

    Answer reply =
        visitor.post(
            "/login/mfa/code",
            Map.of("csrf", visitor.token(page), "kind", "otp", "code", "123456"));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(Visitor.location(reply)).isEqualTo(PagesSite.APP + "/orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%09/evil.example", "//evil.example", PagesSite.APP + "//evil.example"})
  void a_logout_leads_to_no_target_that_is_not_allowed(String target) {
    PagesSite server = PagesSite.start();
    Visitor visitor = server.visitor();
    visitor.logIn("ada@example.com", "p");

    Answer loggedOut =
        visitor.post("/logout", Map.of("return_to", target), "Origin", PagesSite.APP);

    assertThat(loggedOut.statusCode()).isEqualTo(200);
    assertThat(Visitor.location(loggedOut)).isEmpty();
    assertThat(loggedOut.body()).doesNotContain("evil");
  }

  @Test
  void a_page_does_not_even_repeat_a_target_that_is_not_allowed() {
    PagesSite server = PagesSite.start();
    Visitor visitor = server.visitor();

    assertThat(visitor.get("/login?return_to=https%3A%2F%2Fevil.example").body())
        .doesNotContain("evil");
    assertThat(visitor.get("/login?return_to=%2F%2509%2Fevil.example").body())
        .doesNotContain("evil");
    assertThat(visitor.get("/login?return_to=%2Forders").body())
        .contains("name=\"return_to\" value=\"/orders\"");
  }
}
