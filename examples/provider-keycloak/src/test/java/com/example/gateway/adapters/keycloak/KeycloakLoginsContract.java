package com.example.gateway.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.LoginSituation.Login;
import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the adapter relies on; a recorded and a real Keycloak pass it. */
interface KeycloakLoginsContract {

  TestKeycloak keycloak();

  @ParameterizedTest
  @EnumSource
  default void each_situation_has_its_outcome(LoginSituation situation) {
    fail(situation.login());

    Verdict verdict = verify(situation.login(), "203.0.113.7");

    assertThat(Outcomes.codeOf(verdict)).as("%s", verdict).isEqualTo(situation.ends());
    assertThat(misconfiguration(verdict)).isEqualTo(situation.misconfiguration());
  }

  @ParameterizedTest
  @EnumSource
  default void each_answer_is_as_recorded(LoginSituation situation) throws Exception {
    fail(situation.login());

    HttpResponse<String> answer = submit(keycloak().url(), situation.login(), "203.0.113.7");

    assertThat(RecordedAnswers.Answer.of(answer.statusCode(), answer.body()))
        .isEqualTo(RecordedAnswers.of(situation.key()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "198.51.100.23", "2001:db8::7"})
  default void keycloak_records_the_users_address(String address) {
    int before = keycloak().seen(0).size();

    Verdict verdict = verify(LoginSituation.RIGHT_PASSWORD.login(), address);

    assertThat(verdict).isInstanceOf(LoginOutcome.Granted.class);
    assertThat(keycloak().seen(before + 1)).last().isEqualTo(new Seen("staff", "ada", address));
  }

  /** Keycloak counts by user, so failures from one address lock the user out everywhere. */
  @Test
  default void failures_from_one_address_lock_the_user_for_every_address() {
    fail(LoginSituation.LOCKED_USER.login());

    Verdict verdict = verify(LoginSituation.LOCKED_USER.login(), "198.51.100.23");

    assertThat(verdict).isEqualTo(new LoginOutcome.WrongCredentials());
  }

  private void fail(Login login) {
    for (int i = 0; i < login.failures(); i++) {
      var unused = verify(login.password("wrong"), "203.0.113.99");
    }
    if (login.failures() > 0) {
      keycloak().awaitLock();
    }
  }

  private Verdict verify(Login login, String address) {
    try (KeycloakCredentialVerifier verifier =
        new KeycloakCredentialVerifier(
            new KeycloakSettings(
                keycloak().url(),
                login.realm(),
                login.client(),
                new ClientSecret(login.secret()),
                Option.of(login.scope()).filter(scope -> !scope.isEmpty()),
                Duration.ofSeconds(30),
                8))) {
      return verifier
          .verify(
              Fixtures.credentials(login.username(), login.password()),
              GrantRequest.AS_CONFIGURED,
              Fixtures.client(address))
          .answer();
    }
  }

  private static Option<?> misconfiguration(Verdict verdict) {
    return verdict
            instanceof LoginOutcome.Unanswered(ProviderFault.Misconfigured(var what, var error))
        ? Option.some(what)
        : Option.none();
  }

  /** The request of the adapter, for its raw answer. */
  static HttpResponse<String> submit(URI keycloak, Login login, String address)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create(
                      keycloak + "/realms/" + login.realm() + "/protocol/openid-connect/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("X-Forwarded-For", address)
              .POST(
                  BodyPublishers.ofString(
                      "grant_type=password"
                          + field("client_id", login.client())
                          + field("client_secret", login.secret())
                          + (login.scope().isEmpty() ? "" : field("scope", login.scope()))
                          + field("username", login.username())
                          + field("password", login.password())))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String field(String name, String value) {
    return "&" + name + "=" + URLEncoder.encode(value, UTF_8);
  }
}
