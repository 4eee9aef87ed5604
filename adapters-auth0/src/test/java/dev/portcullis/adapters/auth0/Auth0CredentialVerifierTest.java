package dev.portcullis.adapters.auth0;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.settings;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.Verdict;
import dev.portcullis.testkit.TestClock;
import org.junit.jupiter.api.Test;

class Auth0CredentialVerifierTest {

  @Test
  void the_right_password_is_granted() {
    try (ScriptedServer server =
            ScriptedServer.start(
                wire -> {
                  wire.readRequest();
                  wire.send(answer(200, Auth0Fixtures.GRANTED)).hang();
                });
        Auth0Client auth0 =
            Auth0Client.open(
                settings(server.uri()), Auth0Fixtures.defaultTls(), TestClock.create())) {

      var answer =
          auth0
              .credentialVerifier()
              .verify(credentials("ada@example.com", "pass word"), client("203.0.113.7"));

      assertThat(answer.get()).isInstanceOf(Verdict.Granted.class);
    }
  }
}
