package dev.portcullis.adapters.auth0.reset;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.PasswordResetsContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0PasswordResetsContractTest implements PasswordResetsContract {

  /** As Auth0 sends it: a sentence, for known and unknown users alike. */
  private static final String SENT =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/html; charset=utf-8\r
      Content-Length: 49\r
      \r
      We've just sent you an email to reset your passwo\
      """;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @Override
  public PasswordResets resets(Situation situation) {
    ScriptedServer tenant = serve(tenant(situation));
    if (situation == Situation.UNREACHABLE) {
      tenant.close();
    }
    Duration timeout =
        situation == Situation.SILENT ? Duration.ofMillis(400) : Duration.ofSeconds(15);
    return open(tenant, timeout, Option.none(), Option.some("realm")).passwordResets();
  }

  @Test
  void a_mail_is_asked_for_in_this_way() {
    ScriptedServer tenant = serve(tenant(Situation.ORDINARY));
    PasswordResets resets =
        open(tenant, Duration.ofSeconds(15), Option.some("users"), Option.some("realm"))
            .passwordResets();

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
    ScriptedServer tenant = serve(tenant(Situation.ORDINARY));
    PasswordResets resets =
        open(tenant, Duration.ofSeconds(15), Option.none(), Option.some("realm")).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by(identifier).build().subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetNotStarted());
    assertThat(tenant.connections()).isZero();
  }

  @Test
  void without_a_connection_no_mail_is_asked_for() {
    ScriptedServer tenant = serve(tenant(Situation.ORDINARY));
    PasswordResets resets =
        open(tenant, Duration.ofSeconds(15), Option.none(), Option.none()).passwordResets();

    ResetStart outcome = resets.start(anAttempt().by("ada@example.com").build().subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetNotStarted());
    assertThat(tenant.connections()).isZero();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
  }

  private ScriptedServer serve(Script script) {
    ScriptedServer server = ScriptedServer.start(script);
    opened.add(server);
    return server;
  }

  private Auth0Client open(
      ScriptedServer tenant, Duration timeout, Option<String> connection, Option<String> realm) {
    Auth0Settings some = Auth0Fixtures.settings(tenant.uri(), Auth0Fixtures.transport(timeout));
    Auth0Client auth0 =
        Auth0Client.open(
            new Auth0Settings(
                some.tenant(),
                some.clientId(),
                some.clientSecret(),
                some.clientAuthentication(),
                realm,
                some.audience(),
                some.scope(),
                connection,
                some.transport()),
            Auth0Fixtures.defaultTls(),
            TestClock.create());
    opened.add(auth0);
    return auth0;
  }

  private static Script tenant(Situation situation) {
    return wire -> {
      while (true) {
        wire.readRequest();
        switch (situation) {
          case ORDINARY -> wire.send(SENT);
          case REFUSING -> wire.send(answer(429, "{\"error\":\"too_many_requests\"}"));
          case UNAVAILABLE -> wire.send(answer(503, ""));
          case UNINTELLIGIBLE -> wire.send("220 mail.example.com ESMTP\r\n");
          case SILENT -> wire.hang();
          case UNREACHABLE -> throw new AssertionError("not listening");
        }
      }
    };
  }
}
