package com.example.gateway.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.RecordedAnswers.Answer;
import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Keycloak itself: {@code -Dportcullis.keycloak=DIR}, the folder of an unpacked distribution. With
 * {@code -Dportcullis.keycloak.record=write} its answers become the recorded ones.
 */
@Timeout(900)
@EnabledIfSystemProperty(named = "portcullis.keycloak", matches = ".+")
class RealKeycloakTest implements KeycloakLoginsContract {

  private static RealKeycloak keycloak;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    keycloak = RealKeycloak.shared();
    if ("write".equals(System.getProperty("portcullis.keycloak.record"))) {
      Map<String, Answer> answers = new TreeMap<>();
      for (LoginSituation situation : LoginSituation.values()) {
        for (int i = 0; i < situation.login().failures(); i++) {
          submit(situation.login().password("wrong"));
        }
        if (situation.login().failures() > 0) {
          keycloak.awaitLock();
        }
        HttpResponse<String> answer = submit(situation.login());
        answers.put(situation.key(), Answer.of(answer.statusCode(), answer.body()));
      }
      RecordedAnswers.write(keycloak.version(), answers);
    }
  }

  @Override
  public TestKeycloak keycloak() {
    return keycloak;
  }

  @Test
  void the_answers_are_recorded_from_this_version() {
    assertThat(RecordedAnswers.version()).isEqualTo(keycloak.version());
  }

  /** The first entry, which is the attacker's own in a list that a proxy has appended to. */
  @Test
  void of_a_list_keycloak_takes_the_first_address() throws Exception {
    int before = keycloak.seen(0).size();

    submitFrom(keycloak, "198.51.100.1, 203.0.113.7");

    assertThat(keycloak.seen(before + 1))
        .last()
        .extracting(Seen::address)
        .isEqualTo("198.51.100.1");
  }

  /** What an adapter for refresh tokens would get. */
  @Test
  void refresh_tokens_are_renewed_and_revoked() throws Exception {
    JsonNode tokens = Realms.JSON.readTree(submit(LoginSituation.RIGHT_PASSWORD.login()).body());
    String token = tokens.path("refresh_token").asText();

    assertThat(renew(token).statusCode()).isEqualTo(200);
    assertThat(answer(renew("nothing")))
        .isEqualTo(refused("invalid_grant", "Invalid refresh token"));
    assertThat(answer(post("revoke", "token=" + token))).isEqualTo(new Answer(200, ""));
    assertThat(answer(renew(token))).isEqualTo(refused("invalid_grant", "Session not active"));
    assertThat(answer(post("revoke", "token=" + token)).status()).isEqualTo(200);
  }

  private HttpResponse<String> renew(String token) throws Exception {
    return post("token", "grant_type=refresh_token&refresh_token=" + token);
  }

  private HttpResponse<String> post(String endpoint, String form) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create(keycloak.url() + "/realms/staff/protocol/openid-connect/" + endpoint))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    form + "&client_id=gateway&client_secret=the-secret-of-the-client"))
            .build(),
        BodyHandlers.ofString());
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body());
  }

  private static Answer refused(String error, String description) {
    return new Answer(
        400, "{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}");
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static void submitFrom(RealKeycloak at, String address) throws Exception {
    HttpResponse<String> answer =
        KeycloakLoginsContract.submit(at.url(), LoginSituation.RIGHT_PASSWORD.login(), address);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static HttpResponse<String> submit(LoginSituation.Login login) throws Exception {
    return KeycloakLoginsContract.submit(keycloak.url(), login, "203.0.113.7");
  }
}
