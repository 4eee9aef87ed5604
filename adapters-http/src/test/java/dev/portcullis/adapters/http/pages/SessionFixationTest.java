package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.fake.RecordingRevokedSessions;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No cookie that a browser had before a login is valid after it. */
class SessionFixationTest {

  private static final String SESSION = "__Host-portcullis";
  private static final String VISIT = "__Host-portcullis-visit";
  private static final String PENDING = "__Host-portcullis-pending";

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String NEW_KEY = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private final PagesSite server = PagesSite.start(SessionKeys.parse(KEY));
  private final Visitor victim = server.visitor();
  private final Visitor attacker = server.visitor();

  @Test
  void a_login_gives_new_cookies_whatever_was_there() {
    victim.cookies.put(VISIT, "AAAAAAAAAAAAAAAAAAAAAA");
    victim.cookies.put(SESSION, "planted");

    Answer reply = victim.logIn("ada@example.com", "p");

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(victim.cookies.get(VISIT)).isNotEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
    assertThat(victim.cookies.get(SESSION)).isNotEqualTo("planted");
  }

  @Test
  void the_session_of_before_does_not_become_the_session_of_after() {
    attacker.logIn("eve@example.com", "p");
    String planted = attacker.cookies.get(SESSION);
    victim.cookies.put(SESSION, planted);

    victim.post(
        "/login",
        Map.of(
            "csrf", victim.token("/login/reset"), "username", "ada@example.com", "password", "p"));

    assertThat(victim.cookies.get(SESSION)).isNotEqualTo(planted);
    attacker.cookies.put(SESSION, victim.cookies.get(SESSION));
    victim.post("/logout", Map.of("csrf", victim.token("/login/done")));
    attacker.cookies.put(SESSION, planted);
    // Each login is a session of its own, and the one it replaced has ended.
    assertThat(attacker.get("/session").statusCode()).isEqualTo(401);
  }

  @Test
  void a_login_over_another_session_ends_it_and_revokes_its_refresh_token() {
    victim.logIn("ada@example.com", "p");
    attacker.cookies.put(SESSION, victim.cookies.get(SESSION));
    server.logIn = attempt -> new LoginOutcome.Granted(PagesSite.tokens("access-9", "refresh-9"));

    Answer second =
        victim.post(
            "/login",
            Map.of(
                "csrf",
                victim.token("/login/reset"),
                "username",
                "bob@example.com",
                "password",
                "p"));

    assertThat(second.statusCode()).isEqualTo(303);
    assertThat(server.revocations)
        .extracting(revocation -> revocation.token().value())
        .containsExactly("refresh-1");
    assertThat(attacker.get("/session").statusCode()).isEqualTo(401);
    assertThat(victim.get("/session").statusCode()).isEqualTo(200);
  }

  @Test
  void a_second_factor_over_another_session_ends_it_too() {
    victim.logIn("ada@example.com", "p");
    attacker.cookies.put(SESSION, victim.cookies.get(SESSION));
    server.logIn = attempt -> new LoginOutcome.MfaRequired(new MfaToken("waiting"));
    server.verified =
        new MfaOutcome.Granted(PagesSite.tokens("access-9", "refresh-9"), Option.none());
    victim.post(
        "/login",
        Map.of(
            "csrf", victim.token("/login/reset"), "username", "bob@example.com", "password", "p"));

    victim.post(
        "/login/mfa/code",
        Map.of("csrf", victim.token("/login/mfa/code?kind=otp"), "kind", "otp", "code", "123456"));

    assertThat(server.revocations)
        .extracting(revocation -> revocation.token().value())
        .containsExactly("refresh-1");
    assertThat(attacker.get("/session").statusCode()).isEqualTo(401);
    assertThat(victim.get("/session").statusCode()).isEqualTo(200);
  }

  @Test
  void a_wrong_password_leaves_the_session_of_before_as_it_is() {
    victim.logIn("ada@example.com", "p");
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    victim.post(
        "/login",
        Map.of(
            "csrf", victim.token("/login/reset"), "username", "bob@example.com", "password", "p"));

    assertThat(server.revocations).isEmpty();
    assertThat(victim.get("/session").statusCode()).isEqualTo(200);
  }

  @Test
  void the_form_of_before_is_not_valid_after() {
    String token = victim.token("/login");
    victim.logIn("ada@example.com", "p");

    Answer reply = victim.post("/login", Map.of("csrf", token, "username", "eve", "password", "p"));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(server.attempts).hasSize(1);
  }

  @Test
  void a_login_that_waits_cannot_be_planted_in_another_browser() {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(new MfaToken("of the attacker"));
    attacker.logIn("eve@example.com", "p");
    victim.token("/login");
    victim.cookies.put(PENDING, attacker.cookies.get(PENDING));

    Answer reply = victim.get("/login/mfa/code?kind=otp");

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("Please log in again");
  }

  @Test
  void a_waiting_login_is_no_session() {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(new MfaToken("waiting"));
    victim.logIn("ada@example.com", "p");
    victim.cookies.put(SESSION, victim.cookies.get(PENDING));

    assertThat(victim.get("/session").statusCode()).isEqualTo(401);
    assertThat(victim.get("/auth/verify").statusCode()).isEqualTo(401);
  }

  @Test
  void a_copy_of_the_cookie_is_worth_nothing_after_the_logout() {
    victim.logIn("ada@example.com", "p");
    attacker.cookies.put(SESSION, victim.cookies.get(SESSION));
    assertThat(attacker.get("/session").statusCode()).isEqualTo(200);

    victim.post("/logout", Map.of("csrf", victim.token("/login/done")));

    assertThat(attacker.get("/session").statusCode()).isEqualTo(401);
    assertThat(attacker.get("/auth/verify").statusCode()).isEqualTo(401);
    assertThat(server.revocations).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, NEW_KEY + "\n" + KEY, KEY + "\n" + NEW_KEY})
  void a_logout_holds_after_a_restart_whatever_key_is_now_the_first(String keys) {
    victim.logIn("ada@example.com", "p");
    String copy = victim.cookies.get(SESSION);
    victim.post("/logout", Map.of("csrf", victim.token("/login/done")));
    Visitor later = PagesSite.start(SessionKeys.parse(keys), server.stores()).visitor();
    later.cookies.put(SESSION, copy);

    Answer verified = later.get("/auth/verify");

    assertThat(verified.statusCode()).isEqualTo(401);
    assertThat(later.get("/session").statusCode()).isEqualTo(401);
  }

  @Test
  void a_logout_is_remembered_as_a_keyed_hash_for_a_lifetime_and_with_nothing_else() {
    victim.logIn("ada@example.com", "p");

    victim.post("/logout", Map.of("csrf", victim.token("/login/done")));

    Map<SessionFingerprint, Instant> ends = ((RecordingRevokedSessions) server.revoked).ends();
    assertThat(ends.values()).containsExactly(server.clock.instant().plus(Duration.ofHours(8)));
  }
}
