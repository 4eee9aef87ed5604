package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginOutcome;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What phones add to a name is not a part of it; a password is what was typed. */
class TypedNamesTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @ParameterizedTest
  @ValueSource(strings = {"ada@example.com ", " ada@example.com", "\u00a0ada@example.com\u3000"})
  void blanks_round_an_address_are_not_sent(String typed) {
    visitor.logIn(typed, " p ");

    Credentials sent = server.attempts.getFirst().credentials();
    assertThat(sent.identifier().value()).isEqualTo("ada@example.com");
    assertThat(sent.password().reveal()).isEqualTo(" p ");
  }

  @Test
  void a_name_without_an_at_sign_is_sent_as_typed() {
    visitor.logIn("ada ", "p");

    assertThat(server.attempts.getFirst().credentials().identifier().value()).isEqualTo("ada ");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0\u3000"})
  void blanks_alone_are_refused_before_the_tenant_is_asked(String typed) {
    Answer login = visitor.logIn(typed, "p");
    Answer reset =
        visitor.post(
            "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", typed));

    assertThat(login.statusCode()).isEqualTo(400);
    assertThat(login.body()).contains("Enter your e-mail address or username");
    assertThat(reset.statusCode()).isEqualTo(400);
    assertThat(server.attempts).isEmpty();
    assertThat(server.resets).isEmpty();
  }

  @Test
  void a_reset_is_asked_for_without_them() {
    visitor.post(
        "/login/reset",
        Map.of("csrf", visitor.token("/login/reset"), "username", "ada@example.com "));

    assertThat(server.resets.getFirst().identifier().value()).isEqualTo("ada@example.com");
  }

  @Test
  void a_wrong_password_shows_the_name_that_was_sent() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    Answer reply = visitor.logIn("ada@example.com ", "p");

    assertThat(reply.body()).contains("value=\"ada@example.com\"");
  }
}
