package dev.portcullis.adapters.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.pages.Answer;
import dev.portcullis.adapters.http.pages.PagesSite;
import dev.portcullis.adapters.http.pages.Visitor;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.session.RefreshOutcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardAuthTest {

  private static final String SESSION = "__Host-portcullis";

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  private static String header(Answer reply, String name) {
    return reply.headers().firstValue(name).orElse("absent");
  }

  @Test
  void a_session_is_answered_with_its_token_and_user() {
    visitor.logIn("ada@example.com", "p");

    Answer reply = visitor.get("/auth/verify");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(header(reply, "authorization")).isEqualTo("Bearer access-1");
    assertThat(header(reply, "x-auth-user")).isEqualTo("auth0|ada");
    assertThat(header(reply, "x-auth-email")).isEqualTo("ada@example.com");
    assertThat(header(reply, "x-auth-email-verified")).isEqualTo("true");
    assertThat(header(reply, "x-auth-name")).isEqualTo("Ada %C5%BB%C3%B3%C5%82%C4%87");
    assertThat(header(reply, "set-cookie")).isEqualTo("absent");
    assertThat(server.renewals).isEmpty();
  }

  @Test
  void a_request_without_a_session_gets_401_and_the_login_url() {
    Answer reply =
        visitor.get(
            "/auth/verify",
            "X-Original-URL",
            "https://app.example.com/orders?a=1&b=2",
            "X-Auth-User",
            "auth0|another user");

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(header(reply, "x-login-url"))
        .isEqualTo(
            PagesSite.ORIGIN
                + "/login?return_to=https%3A%2F%2Fapp.example.com%2Forders%3Fa%3D1%26b%3D2");
    assertThat(header(reply, "authorization")).isEqualTo("absent");
    assertThat(header(reply, "x-auth-user")).isEmpty();
    assertThat(header(reply, "x-auth-email")).isEmpty();
  }

  @Test
  void a_proxy_that_hands_redirects_on_gets_one_for_pages_only() {
    PagesSite redirecting = PagesSite.redirecting();
    Visitor other = redirecting.visitor();

    String[] parts = {
      "X-Forwarded-Proto",
      "https",
      "X-Forwarded-Host",
      "app.example.com",
      "X-Forwarded-Uri",
      "/x",
      "Sec-Fetch-Mode",
      "navigate"
    };

    Answer page = other.get("/auth/verify", parts);
    Answer post =
        other.get("/auth/verify", "X-Forwarded-Method", "POST", "Sec-Fetch-Mode", "navigate");
    Answer asked = visitor.get("/auth/verify?unauthenticated=redirect", parts);

    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(Visitor.location(page))
        .isEqualTo(PagesSite.ORIGIN + "/login?return_to=https%3A%2F%2Fapp.example.com%2Fx");
    assertThat(post.statusCode()).isEqualTo(401);
    assertThat(asked.statusCode()).isEqualTo(302);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://app.example.com//evil.example",
        "https://app.example.com/%09/evil.example",
        "https://app.example.com/%2f/evil.example",
        "https://app.example.com/%5Cevil.example",
        "https://app.example.com/a\\b",
        "https://app.example.com@evil.example/",
        "/%09/evil.example",
        "//app.example.com/"
      })
  void a_target_that_is_not_listed_or_not_clear_is_left_out(String url) {
    Answer reply = visitor.get("/auth/verify", "X-Original-URL", url);

    assertThat(header(reply, "x-login-url")).isEqualTo(PagesSite.ORIGIN + "/login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@evil.example/", ".evil.example/", ":8443/", "//evil.example", "/%09/", "\\x"})
  void the_parts_that_a_proxy_reports_make_no_other_target(String uri) {
    PagesSite redirecting = PagesSite.redirecting();

    Answer reply =
        redirecting
            .visitor()
            .get(
                "/auth/verify",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "app.example.com",
                "X-Forwarded-Uri",
                uri,
                "Accept",
                "text/html");

    assertThat(Visitor.location(reply)).isEqualTo(PagesSite.ORIGIN + "/login");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | navigate    | */*                             | ''             | true",
        "HEAD | navigate    | text/html                       | ''             | true",
        "GET  | cors        | text/html                       | ''             | false",
        "GET  | same-origin | */*                             | ''             | false",
        "GET  | no-cors     | image/*                         | ''             | false",
        "GET  | websocket   | ''                              | ''             | false",
        "POST | navigate    | text/html                       | ''             | false",
        "GET  | ''          | text/html,application/xml;q=0.9 | ''             | true",
        "GET  | ''          | application/json, Text/HTML;q=1 | ''             | true",
        "GET  | ''          | text/html                       | XMLHttpRequest | false",
        "GET  | ''          | application/json                | ''             | false",
        "GET  | ''          | */*                             | ''             | false",
        "GET  | ''          | text/html-sandboxed             | ''             | false",
        "GET  | ''          | ''                              | ''             | false",
        "POST | ''          | text/html                       | ''             | false"
      })
  void only_a_browser_that_opens_a_page_is_sent_to_the_login(
      String method, String mode, String accept, String requestedWith, boolean page) {
    Visitor redirected = PagesSite.redirecting().visitor();
    String[] headers = {
      "X-Original-URL",
      "https://app.example.com/x",
      "X-Forwarded-Method",
      method,
      "Sec-Fetch-Mode",
      mode,
      "Accept",
      accept,
      "X-Requested-With",
      requestedWith
    };

    Answer answer = redirected.get("/auth/verify", headers);
    Answer status = visitor.get("/auth/verify", headers);

    String login = PagesSite.ORIGIN + "/login?return_to=https%3A%2F%2Fapp.example.com%2Fx";
    assertThat(answer.statusCode()).isEqualTo(page ? 302 : 401);
    assertThat(Visitor.location(answer)).isEqualTo(page ? login : "");
    assertThat(header(answer, "x-login-url")).isEqualTo(login);
    assertThat(status.statusCode()).isEqualTo(401);
    assertThat(header(status, "x-login-redirect")).isEqualTo(Boolean.toString(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders?q={%22a%22:1}",
        "/orders?a=b|c^d`e\\f\"<>",
        "/orders?to=//evil.example#top",
        "/orders?a=100%"
      })
  void a_query_that_browsers_send_does_not_lose_the_way_back(String target) {
    Answer reply =
        visitor.get("/auth/verify", "X-Original-URL", "https://app.example.com" + target);

    assertThat(header(reply, "x-login-url"))
        .isEqualTo(
            PagesSite.ORIGIN
                + "/login?return_to="
                + URLEncoder.encode("https://app.example.com" + target, StandardCharsets.UTF_8));
  }

  @Test
  void a_user_returns_over_https_where_tls_ended_before_the_proxy() {
    String login = PagesSite.ORIGIN + "/login?return_to=https%3A%2F%2Fapp.example.com%2Fx";

    Answer whole = visitor.get("/auth/verify", "X-Original-URL", "http://app.example.com/x");
    Answer parts =
        visitor.get(
            "/auth/verify",
            "X-Forwarded-Proto",
            "http",
            "X-Forwarded-Host",
            "app.example.com",
            "X-Forwarded-Uri",
            "/x");
    Answer elsewhere = visitor.get("/auth/verify", "X-Original-URL", "http://evil.example/x");

    assertThat(header(whole, "x-login-url")).isEqualTo(login);
    assertThat(header(parts, "x-login-url")).isEqualTo(login);
    assertThat(header(elsewhere, "x-login-url")).isEqualTo(PagesSite.ORIGIN + "/login");
  }

  @Test
  void a_host_without_the_rest_of_the_url_is_no_way_back() {
    Answer reply = visitor.get("/auth/verify", "Host", "app.example.com");

    assertThat(header(reply, "x-login-url")).isEqualTo(PagesSite.ORIGIN + "/login");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void a_proxy_may_keep_the_method_and_append_the_path(String method) {
    visitor.logIn("ada@example.com", "p");

    Answer verified = visitor.ask(method, "/auth/verify/orders/7?a=1");
    Answer root = visitor.ask(method, "/auth/verify/");

    assertThat(verified.statusCode()).isEqualTo(200);
    assertThat(header(verified, "authorization")).isEqualTo("Bearer access-1");
    assertThat(root.statusCode()).isEqualTo(200);
  }

  @Test
  void a_browser_returns_to_the_path_that_the_proxy_appended() {
    String[] page = {"Host", "app.example.com", "Sec-Fetch-Mode", "navigate"};
    Visitor other = PagesSite.redirecting().visitor();

    Answer get = other.ask("GET", "/auth/verify/orders/7?unauthenticated=status&b=2", page);
    Answer post = other.ask("POST", "/auth/verify/orders", page);

    assertThat(get.statusCode()).isEqualTo(302);
    assertThat(Visitor.location(get))
        .isEqualTo(
            PagesSite.ORIGIN
                + "/login?return_to=https%3A%2F%2Fapp.example.com%2Forders%2F7%3F"
                + "unauthenticated%3Dstatus%26b%3D2");
    assertThat(post.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/verifyx", "/auth/", "/auth/Verify/x", "//auth/verify/x"})
  void paths_that_only_resemble_it_do_not_exist(String path) {
    assertThat(visitor.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void a_preflight_is_passed_on_only_where_the_settings_say_so_and_without_a_user() {
    String[] preflight = {
      "X-Forwarded-Method",
      "OPTIONS",
      "Origin",
      "https://other.example.com",
      "Access-Control-Request-Method",
      "POST"
    };
    Visitor passed = PagesSite.passingPreflights().visitor();

    Answer refused = visitor.get("/auth/verify", preflight);
    Answer allowed = passed.get("/auth/verify", preflight);
    Answer below =
        passed.ask(
            "OPTIONS",
            "/auth/verify/x",
            "Origin",
            "https://other.example.com",
            "Access-Control-Request-Method",
            "POST");

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(below.statusCode()).isEqualTo(200);
    for (String name :
        List.of(
            "authorization",
            "x-auth-user",
            "x-auth-email",
            "x-auth-email-verified",
            "x-auth-name")) {
      assertThat(header(allowed, name)).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/auth/verify   | GET | GET     | https://a.example.com | POST",
        "/auth/verify   | GET | OPTIONS | ''                    | POST",
        "/auth/verify   | GET | OPTIONS | https://a.example.com | ''",
        "/auth/verify   | GET | options | https://a.example.com | POST",
        "/auth/verify/x | GET | OPTIONS | https://a.example.com | POST"
      })
  void what_only_resembles_a_preflight_needs_a_session(
      String path, String method, String reported, String origin, String requested) {
    Answer answer =
        PagesSite.passingPreflights()
            .visitor()
            .ask(
                method,
                path,
                "X-Forwarded-Method",
                reported,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                requested);

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void a_token_near_its_end_is_renewed_and_the_cookie_with_it() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));

    Answer renewed = visitor.get("/auth/verify");
    Answer next = visitor.get("/auth/verify");

    assertThat(header(renewed, "authorization")).isEqualTo("Bearer access-2");
    assertThat(header(next, "authorization")).isEqualTo("Bearer access-2");
    assertThat(server.renewals).hasSize(1);
    assertThat(server.renewals.getFirst().token().value()).isEqualTo("refresh-1");
  }

  @Test
  void many_requests_at_once_use_a_refresh_token_once() throws Exception {
    visitor.logIn("ada@example.com", "p");
    String cookie = visitor.cookies.get(SESSION);
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(30));
    CountDownLatch all = new CountDownLatch(20);
    server.renew =
        renewal -> {
          try {
            // The answer comes when every request has been sent.
            all.await(5, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new RefreshOutcome.Renewed(PagesSite.tokens("access-2", "refresh-2"));
        };

    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Callable<String> request =
            () -> {
              Visitor tab = server.visitor();

              tab.cookies.put(SESSION, cookie);
              all.countDown();
              return header(tab.get("/auth/verify"), "authorization");
            };
        answers.add(threads.submit(request));
      }
    }

    for (Future<String> answer : answers) {
      assertThat(answer.get()).isEqualTo("Bearer access-2");
    }
    assertThat(server.renewals).hasSize(1);
  }

  @Test
  void a_request_that_comes_late_with_the_old_cookie_gets_the_renewed_token_too() {
    visitor.logIn("ada@example.com", "p");
    String old = visitor.cookies.get(SESSION);
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    visitor.get("/auth/verify");
    visitor.cookies.put(SESSION, old);
    server.clock.advance(Duration.ofSeconds(50));

    Answer late = visitor.get("/auth/verify");

    assertThat(header(late, "authorization")).isEqualTo("Bearer access-2");
    assertThat(server.renewals).hasSize(1);
  }

  @Test
  void a_refresh_token_that_is_no_longer_valid_ends_the_session() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(30));
    server.renew = renewal -> new RefreshOutcome.RefreshTokenInvalid();

    Answer reply = visitor.get("/auth/verify");

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(visitor.cookies).doesNotContainKey(SESSION);
  }

  @Test
  void a_tenant_that_does_not_answer_matters_only_when_the_token_has_ended() {
    visitor.logIn("ada@example.com", "p");
    server.renew =
        renewal ->
            new RefreshOutcome.Unanswered(
                new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(30));
    Answer before = visitor.get("/auth/verify");
    server.clock.advance(Duration.ofSeconds(29));
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofSeconds(2));

    Answer after = visitor.get("/auth/verify");

    assertThat(header(before, "authorization")).isEqualTo("Bearer access-1");
    assertThat(after.statusCode()).isIn(401, 503);
    assertThat(header(after, "authorization")).isEqualTo("absent");
  }

  @Test
  void a_session_without_a_refresh_token_ends_with_its_access_token() {
    server.logIn = attempt -> new LoginOutcome.Granted(PagesSite.tokens("access-1", ""));
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(30));
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(200);
    server.clock.advance(Duration.ofSeconds(31));

    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(401);
  }

  @Test
  void use_keeps_a_session_alive_and_only_so_long() {
    server.logIn = attempt -> new LoginOutcome.Granted(PagesSite.tokens("access-1", "refresh-1"));
    visitor.logIn("ada@example.com", "p");
    for (int minutes = 0; minutes < 8 * 60 - 30; minutes += 30) {
      assertThat(visitor.get("/auth/verify").statusCode()).as("minute " + minutes).isEqualTo(200);
      server.clock.advance(Duration.ofMinutes(30));
    }
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(200);
    server.clock.advance(Duration.ofMinutes(30));

    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(401);
  }

  @Test
  void a_session_that_is_not_used_ends() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofHours(1));

    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(401);
  }

  @Test
  void header_values_are_ascii_whatever_a_user_is_called() {
    assertThat(ForwardAuth.headerText("a\r\nX-Admin: 1 é 100%"))
        .isEqualTo("a%0D%0AX-Admin: 1 %C3%A9 100%25");
  }
}
