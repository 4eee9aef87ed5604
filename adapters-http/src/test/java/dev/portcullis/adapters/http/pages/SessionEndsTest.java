package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page and forward auth see a session until the same second: without use, after an hour; at
 * the latest, after eight hours, or without a refresh token with its access token.
 */
class SessionEndsTest {

  private static final String SESSION = "__Host-portcullis";

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  private void logIn(String refreshToken) {
    server.logIn = attempt -> new LoginOutcome.Granted(PagesSite.tokens("access-1", refreshToken));
    visitor.logIn("ada@example.com", "p");
  }

  /** Uses the session every half an hour, and then waits for the rest. */
  private void useFor(Duration time) {
    Duration left = time;
    while (left.compareTo(Duration.ofMinutes(30)) > 0) {
      server.clock.advance(Duration.ofMinutes(30));
      left = left.minusMinutes(30);
      visitor.get("/auth/verify");
    }
    server.clock.advance(left);
  }

  /** Logged out: 401, or the redirect to the login; the login itself is shown. */
  private boolean isLoggedIn(String path) {
    Answer answer = visitor.get(path);
    return path.equals("/login")
        ? answer.statusCode() == 303
        : answer.statusCode() == 200 && Visitor.location(answer).isEmpty();
  }

  @Test
  void a_login_whose_session_no_cookie_holds_ends_the_session_before() {
    logIn("refresh-1");
    visitor.get("/auth/verify");
    Visitor again = server.visitor();
    String token = again.token("/login");
    again.cookies.put(SESSION, visitor.cookies.getOrDefault(SESSION, ""));
    again.cookies.put(SESSION + "-seen", "old");
    server.logIn =
        attempt -> new LoginOutcome.Granted(PagesSite.tokens(PagesSite.random(6000), "refresh-2"));

    Answer reply =
        again.post("/login", Map.of("csrf", token, "username", "ada@example.com", "password", "p"));

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(again.cookies).doesNotContainKeys(SESSION, SESSION + "-seen");
    assertThat(isLoggedIn("/session")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/session,     PT59M59S, true",
    "/session,     PT1H,     false",
    "/login/done,  PT59M59S, true",
    "/login/done,  PT1H,     false",
    "/login,       PT59M59S, true",
    "/login,       PT1H,     false",
    "/auth/verify, PT59M59S, true",
    "/auth/verify, PT1H,     false"
  })
  void a_session_that_is_used_ends_with_its_access_token_if_it_has_no_refresh_token(
      String path, Duration after, boolean loggedIn) {
    logIn("");
    useFor(after);

    assertThat(isLoggedIn(path)).isEqualTo(loggedIn);
  }

  @ParameterizedTest
  @CsvSource({
    "/session,     PT7H59M59S, true",
    "/session,     PT8H,       false",
    "/login/done,  PT7H59M59S, true",
    "/login/done,  PT8H,       false",
    "/login,       PT7H59M59S, true",
    "/login,       PT8H,       false",
    "/auth/verify, PT7H59M59S, true",
    "/auth/verify, PT8H,       false"
  })
  void a_session_with_a_refresh_token_ends_with_its_lifetime(
      String path, Duration after, boolean loggedIn) {
    logIn("refresh-1");
    useFor(after);

    assertThat(isLoggedIn(path)).isEqualTo(loggedIn);
  }

  @ParameterizedTest
  @CsvSource({"'', PT1H, 3600", "refresh-1, PT8H, 28800"})
  void the_page_for_scripts_and_the_cookie_name_that_end(
      String refreshToken, Duration lasts, int seconds) {
    server.logIn = attempt -> new LoginOutcome.Granted(PagesSite.tokens("access-1", refreshToken));

    Answer login = visitor.logIn("ada@example.com", "p");
    String session = visitor.get("/session").body();

    assertThat(login.headers().allValues("set-cookie"))
        .filteredOn(line -> line.startsWith("__Host-portcullis="))
        .singleElement()
        .asString()
        .contains("Max-Age=" + seconds);
    assertThat(session).contains("\"ends_at\":\"" + server.clock.instant().plus(lasts) + "\"");
  }
}
