package dev.portcullis.adapters.auth0.reset;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.application;
import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.contract.PasswordResetsContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0PasswordResetsContractTest extends TenantFixture implements PasswordResetsContract {

  /** As Auth0 sends it: a sentence, for known and unknown users alike. */
  private static final String SENT =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: 49\r
      \r
      We've just sent you an email to reset your passwo\
      """;

  @Override
  public PasswordResets resets(Situation situation) {
    Auth0Client auth0 =
        switch (situation) {
          case ORDINARY -> open(answering(request -> SENT));
          case REFUSING ->
              open(answering(request -> answer(429, "{\"error\":\"too_many_requests\"}")));
          case UNAVAILABLE -> open(answering(request -> answer(503, "")));
          case UNINTELLIGIBLE -> open(answering(request -> "220 mail.example.com ESMTP\r\n"));
          case SILENT -> openImpatient(answering(request -> SILENCE));
          case UNREACHABLE -> open(unreachable());
        };
    return auth0.passwordResets();
  }

  @Test
  void a_mail_is_asked_for_in_this_way() {
    ScriptedServer tenant = answering(request -> SENT);
    PasswordResets resets =
        open(tenant, settings -> settings.withResetConnection("users")).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by("a\"da@example.com").build().subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetMailSent());
    Received request = tenant.requests().getFirst();
    assertThat(tenant.requests()).hasSize(1);
    assertThat(request.requestLine()).isEqualTo("POST /dbconnections/change_password HTTP/1.1");
    assertThat(request.header("content-type")).containsExactly("application/json");
    assertThat(request.header("authorization")).isEmpty();
    assertThat(request.body())
        .isEqualTo(
            "{\"client_id\":\""
                + Auth0Fixtures.CLIENT_ID
                + "\",\"email\":\"a\\\"da@example.com\",\"connection\":\"users\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada", "+1 555 0100", "@example.com", "ada@", "a@b@c", "a@x.com b@x.com", " a@b"})
  void no_mail_is_asked_for_without_an_address(String identifier) {
    ScriptedServer tenant = answering(request -> SENT);
    PasswordResets resets = open(tenant).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by(identifier).build().subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetNotStarted());
    assertThat(tenant.connections()).isZero();
  }

  @Test
  void a_200_with_an_error_is_no_mail() {
    ScriptedServer tenant =
        answering(request -> Auth0Fixtures.answer(200, "{\"error\":\"user_not_found\"}"));
    PasswordResets resets = open(tenant).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by("ada@example.com").build().subject());

    assertThat(outcome)
        .isEqualTo(
            new ResetStart.Unanswered(
                new ProviderFault.Unintelligible(new ProviderError(200, "user_not_found", ""))));
  }

  @Test
  void without_a_connection_no_mail_is_asked_for() {
    ScriptedServer tenant = answering(request -> SENT);
    PasswordResets resets =
        open(tenant, settings -> application(tenant.uri(), settings.transport())).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by("ada@example.com").build().subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetNotStarted());
    assertThat(tenant.connections()).isZero();
  }
}
