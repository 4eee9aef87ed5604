package com.example.gateway.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.RecordedAnswers.Answer;
import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keycloak itself: {@code -Dportcullis.keycloak=DIR}, the folder of an unpacked distribution. With
 * {@code -Dportcullis.keycloak.record=write} its answers become the recorded ones.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "portcullis.keycloak", matches = ".+")
class RealKeycloakTest implements KeycloakLoginsContract {

  private static RealKeycloak keycloak;

  @BeforeAll
  static void start() throws Exception {
    keycloak = RealKeycloak.start(RealKeycloak.AS_DOCUMENTED);
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

  @AfterAll
  static void stop() {
    keycloak.close();
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

  /** Other settings than the README asks for, and the address that Keycloak then records. */
  @ParameterizedTest
  @CsvSource({
    "'', 127.0.0.1",
    "--proxy-headers xforwarded, 203.0.113.7",
    "--proxy-headers xforwarded --proxy-trusted-addresses 127.0.0.0/8, 203.0.113.7",
    "--proxy-headers xforwarded --proxy-trusted-addresses 192.0.2.1, 127.0.0.1",
    "--proxy-headers forwarded --proxy-trusted-addresses 127.0.0.1, 127.0.0.1",
  })
  void the_address_that_keycloak_records_depends_on_its_settings(String options, String address)
      throws Exception {
    try (RealKeycloak other =
        RealKeycloak.start(options.isEmpty() ? List.of() : List.of(options.split(" ", -1)))) {

      submitFrom(other, "203.0.113.7");

      assertThat(other.seen(1)).containsExactly(new Seen("staff", "ada", address));
    }
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
