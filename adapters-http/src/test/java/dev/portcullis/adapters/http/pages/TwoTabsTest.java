package dev.portcullis.adapters.http.pages;

import static dev.portcullis.adapters.http.pages.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.control.Option;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login in one tab is the login of every tab. */
class TwoTabsTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @ParameterizedTest
  @CsvSource({"/orders, /orders", "'', /login/done", "https://evil.example/, /login/done"})
  void the_form_of_the_other_tab_leads_to_its_target(String asked, String target) {
    String other = visitor.token("/login");
    visitor.logIn("ada@example.com", "p");
    String session = visitor.cookies.get("__Host-portcullis");

    Answer reply =
        visitor.post(
            "/login",
            Map.of("csrf", other, "username", "eve", "password", "p", "return_to", asked));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(location(reply)).isEqualTo(target);
    assertThat(server.attempts).hasSize(1);
    assertThat(visitor.cookies.get("__Host-portcullis")).isEqualTo(session);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login/mfa", "/login/mfa/code?kind=otp"})
  void a_second_factor_that_the_other_tab_has_given_leads_on(String page) {
    passWithSecondFactor();

    Answer reply = visitor.get(page);

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(location(reply)).isEqualTo("/login/done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login/mfa/code", "/login/mfa/challenge", "/login/mfa/enroll"})
  void a_form_for_a_second_factor_that_the_other_tab_has_given_leads_on(String page) {
    String other = passWithSecondFactor();

    Answer reply = visitor.post(page, Map.of("csrf", other, "kind", "otp", "code", "123456"));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(location(reply)).isEqualTo("/login/done");
  }

  @Test
  void a_form_of_before_is_refused_where_nobody_is_logged_in() {
    String other = visitor.token("/login");
    visitor.logIn("ada@example.com", "p");
    visitor.post("/logout", Map.of("csrf", visitor.token("/login/done")));

    Answer reply =
        visitor.post("/login", Map.of("csrf", other, "username", "ada", "password", "p"));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("Please send it again");
  }

  private String passWithSecondFactor() {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(new MfaToken("waiting"));
    server.verified =
        new MfaOutcome.Granted(PagesSite.tokens("access-1", "refresh-1"), Option.none());
    visitor.logIn("ada@example.com", "p");
    String token = visitor.token("/login/mfa/code?kind=otp");
    visitor.post("/login/mfa/code", Map.of("csrf", token, "kind", "otp", "code", "123456"));
    return token;
  }
}
