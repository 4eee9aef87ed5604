package com.example.gateway.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Other settings of Keycloak than those that the README asks for, and the address that Keycloak
 * then records for a login from 203.0.113.7: {@code -Dportcullis.keycloak=DIR}.
 */
@Timeout(900)
@EnabledIfSystemProperty(named = "portcullis.keycloak", matches = ".+")
class KeycloakAddressSettingsTest {

  private static RealKeycloak keycloak;

  @AfterAll
  static void close() {
    keycloak.close();
  }

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
    List<String> list = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    keycloak = keycloak == null ? RealKeycloak.start(list) : keycloak.restart(list);

    var unused =
        KeycloakLoginsContract.submit(
            keycloak.url(), LoginSituation.RIGHT_PASSWORD.login(), "203.0.113.7");

    assertThat(keycloak.seen(1)).containsExactly(new Seen("staff", "ada", address));
  }
}
