package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.reset.ResetOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page says that a message was sent only where this gateway had it sent. */
class PromisedMailTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  /** What ends without a message that the gateway asked for; limits may be used up by others. */
  static Stream<LoginOutcome> withoutMessage() {
    return Stream.of(
        new LoginOutcome.BruteForceBlocked(),
        new LoginOutcome.IpThrottled(),
        new LoginOutcome.UserBlocked(),
        new LoginOutcome.PasswordLeaked(new BreachOutcome.TooManyResets(Duration.ofHours(1))),
        new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetNotStarted()));
  }

  @ParameterizedTest
  @MethodSource("withoutMessage")
  void no_message_is_promised_that_nobody_may_have_sent(LoginOutcome outcome) {
    server.logIn = attempt -> outcome;

    Answer english = visitor.logIn("ada@example.com", "p");
    Answer german = logIn("de");
    Answer french = logIn("fr");
    Answer spanish = logIn("es");

    assertThat(english.body()).doesNotContain("sent");
    assertThat(german.body()).doesNotContain("gesendet");
    assertThat(french.body()).doesNotContain("envoyé");
    assertThat(spanish.body()).doesNotContain("enviado");
  }

  @Test
  void a_leaked_password_without_a_message_leads_to_where_a_new_one_is_set() {
    server.logIn = attempt -> new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetNotStarted());

    Answer notStarted = visitor.logIn("ada@example.com", "p");
    server.logIn =
        attempt ->
            new LoginOutcome.PasswordLeaked(
                new BreachOutcome.ResetPage("https://example.com/reset"));
    Answer page = visitor.logIn("ada@example.com", "p");

    assertThat(notStarted.body()).contains("href=\"/login/reset\"");
    assertThat(page.body())
        .contains("href=\"https://example.com/reset\"")
        .doesNotContain("href=\"/login/reset\"");
  }

  @Test
  void a_reset_that_is_not_started_promises_none() {
    server.reset = new ResetOutcome.TooManyResets(Duration.ofHours(1));

    Answer reply =
        visitor.post(
            "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", "ada"));

    assertThat(reply.body()).contains("If you have a message from before").doesNotContain("sent");
  }

  @Test
  void a_message_that_was_asked_for_is_said() {
    server.logIn = attempt -> new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent());

    Answer reply = visitor.logIn("ada@example.com", "p");

    assertThat(reply.body()).contains("We have sent a message");
  }

  private Answer logIn(String language) {
    return visitor.post(
        "/login",
        Map.of("csrf", visitor.token("/login"), "username", "ada", "password", "p"),
        "Accept-Language",
        language);
  }
}
