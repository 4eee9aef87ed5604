package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.token.MfaToken;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No cookie that a browser had before a login is valid after it. */
class SessionFixationTest {

  private static final String SESSION = "__Host-portcullis";
  private static final String VISIT = "__Host-portcullis-visit";
  private static final String PENDING = "__Host-portcullis-pending";

  private final PagesSite server = PagesSite.start();
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
    // Each login is a session of its own: ending one does not end, or hand over, the other.
    assertThat(attacker.get("/session").statusCode()).isEqualTo(200);
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
}
