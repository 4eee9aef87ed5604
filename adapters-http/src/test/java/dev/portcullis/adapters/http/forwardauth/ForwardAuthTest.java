package dev.portcullis.adapters.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.pages.Answer;
import dev.portcullis.adapters.http.pages.PagesSite;
import dev.portcullis.adapters.http.pages.Visitor;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.fake.RecordingRenewedSessions;
import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final RefreshOutcome UNREACHABLE =
      new RefreshOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));

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

    String before = visitor.cookies.get(SESSION);
    Answer renewed = visitor.get("/auth/verify");
    String after = visitor.cookies.get(SESSION);
    Answer next = visitor.get("/auth/verify");

    assertThat(header(renewed, "authorization")).isEqualTo("Bearer access-2");
    assertThat(after).isNotEqualTo(before);
    assertThat(header(next, "authorization")).isEqualTo("Bearer access-2");
    // The cookie holds the new tokens: nothing is left to renew, and nothing to keep.
    assertThat(header(next, "set-cookie")).isEqualTo("absent");
    assertThat(((RecordingRenewedSessions) server.renewed).kept()).isEmpty();
    assertThat(server.renewals).hasSize(1);
    assertThat(server.renewals.getFirst().token().value()).isEqualTo("refresh-1");
  }

  @Test
  void many_requests_at_once_use_a_refresh_token_once() throws Exception {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(30));
    visitor.get("/auth/verify");
    // The token has ended, so that every request waits for the renewal.
    server.clock.advance(Duration.ofMinutes(30));
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

              tab.cookies.putAll(visitor.cookies);
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
    server.renew = renewal -> UNREACHABLE;
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(30));
    Answer before = visitor.get("/auth/verify");
    server.clock.advance(Duration.ofSeconds(30));

    Answer after = visitor.get("/auth/verify");

    assertThat(header(before, "authorization")).isEqualTo("Bearer access-1");
    assertThat(after.statusCode()).isEqualTo(503);
    assertThat(header(after, "retry-after")).isEqualTo("5");
    assertThat(header(after, "authorization")).isEqualTo("absent");
  }

  @Test
  void a_tenant_that_hangs_keeps_no_one_waiting_and_its_answer_outlives_the_process()
      throws Exception {
    SessionKeys keys = SessionKeys.random();
    PagesSite first = PagesSite.start(keys);
    Visitor user = first.visitor();
    user.logIn("ada@example.com", "p");
    first.clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    CountDownLatch hangs = new CountDownLatch(1);
    first.renew =
        renewal -> {
          awaitQuietly(hangs);
          return new RefreshOutcome.Renewed(PagesSite.tokens("access-2", "refresh-2"));
        };

    // Both return although the tenant has not answered.
    Answer one = user.get("/auth/verify");
    Answer two = user.get("/auth/verify");
    hangs.countDown();
    first.close();
    PagesSite restarted = PagesSite.start(keys, first.stores());
    restarted.clock.advance(Duration.ofMinutes(59).plusSeconds(2));
    Visitor later = restarted.visitor();
    later.cookies.putAll(user.cookies);
    Answer three = later.get("/auth/verify");
    int keptBefore = ((RecordingRenewedSessions) first.renewed).kept().size();
    Answer four = later.get("/auth/verify");

    assertThat(header(one, "authorization")).isEqualTo("Bearer access-1");
    assertThat(header(two, "authorization")).isEqualTo("Bearer access-1");
    assertThat(first.renewals).hasSize(1);
    assertThat(header(three, "authorization")).isEqualTo("Bearer access-2");
    assertThat(header(four, "authorization")).isEqualTo("Bearer access-2");
    assertThat(restarted.renewals).isEmpty();
    assertThat(keptBefore).isEqualTo(1);
    assertThat(((RecordingRenewedSessions) first.renewed).kept()).isEmpty();
  }

  @Test
  void results_that_the_browser_missed_are_renewed_in_turn() {
    server.logIn = attempt -> new LoginOutcome.Granted(tokens("access-1", "refresh-1"));
    server.renew = renewal -> new RefreshOutcome.Renewed(tokens("access-2", "refresh-2"));
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(10));
    lost(visitor);
    server.clock.advance(Duration.ofMinutes(10));
    server.renew = renewal -> new RefreshOutcome.Renewed(tokens("access-3", "refresh-3"));
    lost(visitor);

    Answer late = visitor.get("/auth/verify");

    assertThat(header(late, "authorization")).isEqualTo("Bearer access-3");
    assertThat(server.renewals)
        .extracting(renewal -> renewal.token().value())
        .containsExactly("refresh-1", "refresh-2");
  }

  /** A request whose answer does not reach the browser. */
  private void lost(Visitor browser) {
    Visitor same = server.visitor();
    same.cookies.putAll(browser.cookies);
    assertThat(same.get("/auth/verify").statusCode()).isEqualTo(200);
  }

  /** Tokens that are valid for ten minutes. */
  private static Tokens tokens(String access, String refresh) {
    Tokens hour = PagesSite.tokens(access, refresh);
    return new Tokens(
        hour.accessToken(),
        hour.tokenType(),
        Option.of(Duration.ofMinutes(10)),
        hour.scope(),
        hour.idToken(),
        hour.refreshToken());
  }

  @Test
  void a_tenant_that_does_not_answer_is_asked_less_and_less_often() {
    visitor.logIn("ada@example.com", "p");
    server.renew = renewal -> UNREACHABLE;
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));

    List<Integer> asked = new ArrayList<>();
    for (int second = 0; second < 9; second++) {
      visitor.get("/auth/verify");
      visitor.get("/auth/verify");
      asked.add(server.renewals.size());
      server.clock.advance(Duration.ofSeconds(1));
    }

    assertThat(asked).containsExactly(1, 2, 2, 3, 3, 3, 3, 4, 4);
  }

  /** A session whose token has ended, so that a request waits for the tenant. */
  private void endToken() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(30));
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(30));
  }

  /** How often the tenant was asked after each of some seconds with a request. */
  private List<Integer> askedEachSecond(int seconds) {
    List<Integer> asked = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      visitor.get("/auth/verify");
      asked.add(server.renewals.size());
      server.clock.advance(Duration.ofSeconds(1));
    }
    return asked;
  }

  @Test
  void the_pause_after_a_renewal_that_failed_starts_at_its_end() {
    endToken();
    server.renew =
        renewal -> {
          server.clock.advance(Duration.ofSeconds(10));
          return UNREACHABLE;
        };
    visitor.get("/auth/verify");

    List<Integer> asked = askedEachSecond(5);

    // A second of pause after the first, two after the second.
    assertThat(asked).containsExactly(1, 2, 2, 3, 3);
  }

  @Test
  void a_tenant_that_is_away_for_long_is_asked_every_thirty_seconds() {
    endToken();
    server.renew = renewal -> UNREACHABLE;
    askedEachSecond(1 + 1 + 2 + 4 + 8 + 16);
    int before = server.renewals.size();

    List<Integer> asked = askedEachSecond(91);

    assertThat(asked.getFirst()).isEqualTo(before);
    assertThat(asked.getLast()).isEqualTo(before + 3);
  }

  @Test
  void an_old_cookie_gets_the_renewed_token_for_a_minute_and_not_for_ever() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(30));
    visitor.get("/auth/verify");
    Visitor late = server.visitor();
    late.cookies.putAll(visitor.cookies);
    Visitor later = server.visitor();
    later.cookies.putAll(visitor.cookies);
    server.clock.advance(Duration.ofMinutes(29).plusSeconds(1));
    visitor.get("/auth/verify");
    // The browser shows the renewed cookie: the result is no longer stored.
    visitor.get("/auth/verify");
    server.renew = renewal -> new RefreshOutcome.RefreshTokenInvalid();
    server.clock.advance(Duration.ofSeconds(59));
    Answer within = late.get("/auth/verify");
    int renewals = server.renewals.size();
    server.clock.advance(Duration.ofSeconds(1));

    Answer after = later.get("/auth/verify");

    assertThat(header(within, "authorization")).isEqualTo("Bearer access-2");
    assertThat(renewals).isEqualTo(1);
    assertThat(server.renewals).hasSize(2);
    assertThat(after.statusCode()).isEqualTo(401);
  }

  @Test
  void a_renewal_for_another_user_ends_the_session_and_the_operator_learns_why() {
    endToken();
    server.renew =
        renewal ->
            new RefreshOutcome.Renewed(
                PagesSite.tokens(
                    "access-2", "refresh-2", "{\"sub\":\"auth0|eve\",\"name\":\"Eve\"}"));

    Answer reply = visitor.get("/auth/verify");

    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(header(reply, "authorization")).isEqualTo("absent");
    assertThat(visitor.cookies).doesNotContainKey(SESSION);
    assertThat(server.revocations)
        .extracting(revocation -> revocation.token().value())
        .containsExactly("refresh-2");
    assertThat(server.journal.lostSessions())
        .extracting(GatewayEvent.SessionLost::reason)
        .containsExactly(SessionFault.RENEWED_FOR_ANOTHER_USER);
  }

  @Test
  void a_renewal_tells_what_has_changed_about_the_same_user() {
    visitor.logIn("ada@example.com", "p");
    server.renew =
        renewal ->
            new RefreshOutcome.Renewed(
                PagesSite.tokens(
                    "access-2", "", "{\"sub\":\"auth0|ada\",\"email\":\"new@example.com\"}"));
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));

    Answer renewed = visitor.get("/auth/verify");

    assertThat(header(renewed, "x-auth-email")).isEqualTo("new@example.com");
    assertThat(header(renewed, "x-auth-email-verified")).isEqualTo("false");
    assertThat(header(renewed, "x-auth-name")).isEmpty();
  }

  @Test
  void a_refresh_token_that_does_not_rotate_is_used_again() {
    server.logIn = attempt -> new LoginOutcome.Granted(tokens("access-1", "refresh-1"));
    server.renew = renewal -> new RefreshOutcome.Renewed(tokens("access-2", ""));
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(10));
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(10));

    Answer again = visitor.get("/auth/verify");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(server.renewals)
        .extracting(renewal -> renewal.token().value())
        .containsExactly("refresh-1", "refresh-1");
  }

  @Test
  void a_token_without_a_lifetime_counts_for_five_minutes() {
    Tokens hour = PagesSite.tokens("access-1", "refresh-1");
    server.logIn =
        attempt ->
            new LoginOutcome.Granted(
                new Tokens(
                    hour.accessToken(),
                    hour.tokenType(),
                    Option.none(),
                    hour.scope(),
                    hour.idToken(),
                    hour.refreshToken()));
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(4).minusSeconds(1));
    visitor.get("/auth/verify");
    int before = server.renewals.size();
    server.clock.advance(Duration.ofSeconds(1));

    visitor.get("/auth/verify");

    assertThat(before).isZero();
    assertThat(server.renewals).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"3539, 0", "3540, 1"})
  void a_token_is_renewed_from_the_second_that_the_settings_say(int second, int renewals) {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofSeconds(second));

    visitor.get("/auth/verify");

    assertThat(server.renewals).hasSize(renewals);
  }

  @Test
  void a_renewal_that_breaks_does_not_break_the_next_one() {
    endToken();
    server.renew =
        renewal -> {
          throw new IllegalStateException("broken");
        };
    Answer broken = visitor.get("/auth/verify");
    server.renew = renewal -> new RefreshOutcome.Renewed(PagesSite.tokens("access-2", "refresh-2"));
    server.clock.advance(Duration.ofSeconds(1));

    Answer next = visitor.get("/auth/verify");

    assertThat(broken.statusCode()).isEqualTo(503);
    assertThat(header(next, "authorization")).isEqualTo("Bearer access-2");
  }

  @Test
  void a_logout_during_a_renewal_revokes_the_new_refresh_token() throws Exception {
    visitor.logIn("ada@example.com", "p");
    String form = visitor.token("/login/done");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    CountDownLatch hangs = new CountDownLatch(1);
    server.renew =
        renewal -> {
          awaitQuietly(hangs);
          return new RefreshOutcome.Renewed(PagesSite.tokens("access-2", "refresh-2"));
        };
    visitor.get("/auth/verify");

    visitor.post("/logout", Map.of("csrf", form));

    hangs.countDown();
    server.close();
    assertThat(server.revocations)
        .extracting(revocation -> revocation.token().value())
        .containsExactly("refresh-1", "refresh-2");
    assertThat(((RecordingRenewedSessions) server.renewed).kept()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Mode, cors, X-Forwarded-Method, GET",
    "Sec-Fetch-Mode, no-cors, Sec-Fetch-Dest, image",
    "Sec-Fetch-Mode, websocket, X-Forwarded-Method, GET",
    "Sec-Fetch-Mode, navigate, Sec-Purpose, prefetch;prerender",
    "Sec-Fetch-Mode, same-origin, X-Forwarded-Method, HEAD"
  })
  void what_a_page_requests_by_itself_keeps_no_session_alive(
      String name, String value, String other, String otherValue) {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(40));
    Answer polled = visitor.get("/auth/verify", name, value, other, otherValue);
    server.clock.advance(Duration.ofMinutes(20));

    Answer after = visitor.get("/auth/verify");

    assertThat(polled.statusCode()).isEqualTo(200);
    assertThat(after.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Mode, navigate, X-Forwarded-Method, GET",
    "Sec-Fetch-Mode, cors, X-Forwarded-Method, POST",
    "Sec-Fetch-Mode, same-origin, X-Forwarded-Method, DELETE",
    "User-Agent, curl, Accept, */*"
  })
  void what_the_user_does_keeps_a_session_alive(
      String name, String value, String other, String otherValue) {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(40));
    visitor.get("/auth/verify", name, value, other, otherValue);
    server.clock.advance(Duration.ofMinutes(59));

    Answer after = visitor.get("/auth/verify");

    assertThat(after.statusCode()).isEqualTo(200);
  }

  /**
   * The time of use is kept with an accuracy of a tenth of the idle time, which is an hour here.
   */
  @ParameterizedTest
  @ValueSource(strings = {"PT6M", "PT29M", "PT59M"})
  void use_after_a_tenth_of_the_idle_time_starts_it_again(Duration use) {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(use);
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(59));
    int before = visitor.ask("HEAD", "/session").statusCode();
    server.clock.advance(Duration.ofSeconds(1));

    int after = visitor.ask("HEAD", "/session").statusCode();

    assertThat(before).isEqualTo(200);
    assertThat(after).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"GET, 401", "POST, 200"})
  void a_proxy_that_keeps_the_method_tells_by_it_what_the_user_does(String method, int status) {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(40));
    visitor.ask(method, "/auth/verify/orders", "Sec-Fetch-Mode", "cors");
    server.clock.advance(Duration.ofMinutes(59));

    Answer after = visitor.get("/auth/verify");

    assertThat(after.statusCode()).isEqualTo(status);
  }

  @Test
  void a_renewal_is_nothing_that_the_user_did() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    Answer polled = visitor.get("/auth/verify", "Sec-Fetch-Mode", "cors");
    server.clock.advance(Duration.ofMinutes(1));

    Answer after = visitor.get("/auth/verify");

    assertThat(header(polled, "authorization")).isEqualTo("Bearer access-2");
    assertThat(after.statusCode()).isEqualTo(401);
  }

  @Test
  void a_copied_cookie_lives_no_longer_by_what_its_owner_does() {
    visitor.logIn("ada@example.com", "p");
    Visitor thief = server.visitor();
    thief.cookies.put(SESSION, visitor.cookies.get(SESSION));
    server.clock.advance(Duration.ofMinutes(40));
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(20));

    Answer stolen = thief.get("/auth/verify");

    assertThat(stolen.statusCode()).isEqualTo(401);
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_done_in_another_login_keeps_no_session_alive() {
    String seen = SESSION + "-seen";
    visitor.logIn("ada@example.com", "p");
    Visitor idle = server.visitor();
    idle.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(40));
    visitor.get("/auth/verify");
    idle.cookies.put(seen, visitor.cookies.getOrDefault(seen, ""));
    server.clock.advance(Duration.ofMinutes(20));

    Answer after = idle.get("/auth/verify");

    assertThat(idle.cookies.get(seen)).isNotEmpty();
    assertThat(after.statusCode()).isEqualTo(401);
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(200);
  }

  @Test
  void an_earlier_time_of_use_does_not_shorten_a_session_that_was_used_and_renewed_since() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(40));
    visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(19).plusSeconds(1));
    Answer renewed = visitor.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(59));

    Answer after = visitor.get("/auth/verify");

    assertThat(visitor.cookies.get(SESSION + "-seen")).isNotEmpty();
    assertThat(header(renewed, "authorization")).isEqualTo("Bearer access-2");
    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void a_copied_cookie_opens_nothing_after_the_logout() {
    visitor.logIn("ada@example.com", "p");
    Visitor thief = server.visitor();
    thief.cookies.putAll(visitor.cookies);
    visitor.post("/logout", Map.of("csrf", visitor.token("/login/done")));

    Answer stolen = thief.get("/auth/verify");

    assertThat(stolen.statusCode()).isEqualTo(401);
  }

  @Test
  void a_slow_answer_does_not_put_the_old_session_over_the_renewed_one() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(58));
    Visitor slow = server.visitor();
    slow.cookies.putAll(visitor.cookies);
    Answer late = slow.get("/auth/verify");
    server.clock.advance(Duration.ofMinutes(1).plusSeconds(1));
    visitor.get("/auth/verify");
    visitor.keep(late);
    server.clock.advance(Duration.ofMinutes(2));

    Answer after = visitor.get("/auth/verify");

    assertThat(late.headers().allValues("set-cookie")).hasSize(1);
    assertThat(header(after, "authorization")).isEqualTo("Bearer access-2");
    assertThat(server.renewals).hasSize(1);
  }

  @Test
  void a_late_answer_of_another_login_changes_nothing() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(30));
    Answer late = visitor.get("/auth/verify");
    visitor.post("/logout", Map.of("csrf", visitor.token("/login/done")));
    visitor.logIn("ada@example.com", "p");
    visitor.keep(late);
    server.clock.advance(Duration.ofMinutes(59));

    Answer after = visitor.get("/auth/verify");

    assertThat(after.statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_has_at_most_one_cookie_because_nginx_hands_on_one() {
    visitor.logIn("ada@example.com", "p");
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));

    Answer renewed = visitor.get("/auth/verify");

    assertThat(renewed.headers().allValues("set-cookie")).hasSize(1);
  }

  @Test
  void a_renewed_session_that_no_cookie_holds_ends_and_the_operator_learns_why() {
    visitor.logIn("ada@example.com", "p");
    server.renew =
        renewal ->
            new RefreshOutcome.Renewed(PagesSite.tokens(PagesSite.random(6000), "refresh-2"));
    server.clock.advance(Duration.ofMinutes(59).plusSeconds(1));
    Visitor other = server.visitor();
    other.cookies.putAll(visitor.cookies);

    Answer reply = visitor.get("/auth/verify");

    Answer late = other.get("/auth/verify");
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(header(reply, "x-login-url")).startsWith(PagesSite.ORIGIN + "/login");
    assertThat(visitor.cookies).doesNotContainKey(SESSION);
    assertThat(late.statusCode()).isEqualTo(401);
    assertThat(server.renewals).hasSize(1);
    assertThat(server.revocations).hasSize(1);
    assertThat(server.revocations.getFirst().token().value()).isEqualTo("refresh-2");
    assertThat(server.journal.lostSessions())
        .extracting(GatewayEvent.SessionLost::reason)
        .containsExactly(SessionFault.RENEWED_TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {2400, 3300})
  void tokens_of_the_sizes_that_tenants_issue_fit_into_the_cookie(int length) {
    String token = PagesSite.random(length);
    server.logIn =
        attempt -> new LoginOutcome.Granted(PagesSite.tokens(token, PagesSite.random(64)));
    visitor.logIn("ada@example.com", "p");

    Answer reply = visitor.get("/auth/verify");

    assertThat(header(reply, "authorization")).isEqualTo("Bearer " + token);
    assertThat(visitor.cookies.get(SESSION)).hasSizeLessThan(4096);
  }

  @Test
  void a_new_session_that_no_cookie_holds_is_counted_too() {
    server.logIn =
        attempt -> new LoginOutcome.Granted(PagesSite.tokens(PagesSite.random(6000), "r"));

    Answer reply = visitor.logIn("ada@example.com", "p");

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(server.journal.lostSessions())
        .extracting(GatewayEvent.SessionLost::reason)
        .containsExactly(SessionFault.TOO_LARGE);
  }

  @Test
  void header_values_are_ascii_whatever_a_user_is_called() {
    assertThat(ForwardAuth.headerText("a\r\nX-Admin: 1 é 100%"))
        .isEqualTo("a%0D%0AX-Admin: 1 %C3%A9 100%25");
  }
}
