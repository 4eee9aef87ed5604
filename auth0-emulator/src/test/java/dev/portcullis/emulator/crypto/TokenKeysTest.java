package dev.portcullis.emulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenKeysTest {

  private static final String HOST = "tenant.example.com";

  @Test
  void each_key_has_an_id_of_its_own_by_which_clients_find_it_after_a_rotation() {
    Map<String, Object> first = new TokenKeys(new SecureRandom()).publicJwk(HOST);
    Map<String, Object> second = new TokenKeys(new SecureRandom()).publicJwk(HOST);

    assertThat(first.get("kid")).isNotEqualTo(second.get("kid"));
    assertThat(first.get("n")).isNotEqualTo(second.get("n"));
    assertThat(first.get("x5t")).isNotEqualTo(second.get("x5t"));
  }

  @Test
  void a_key_that_is_read_again_is_the_same_with_the_same_id() {
    TokenKeys keys = new TokenKeys(new SecureRandom());

    TokenKeys again = TokenKeys.of(keys.privateJwk());

    assertThat(again.publicJwk(HOST).get("kid")).isEqualTo(keys.publicJwk(HOST).get("kid"));
    assertThat(again.publicJwk(HOST).get("n")).isEqualTo(keys.publicJwk(HOST).get("n"));
  }
}
