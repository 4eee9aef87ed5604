package dev.portcullis.emulator.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TokenKeysTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final JWTClaimsSet CLAIMS = new JWTClaimsSet.Builder().subject("s").build();
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

  /** Notes which threads generate keys. */
  private static final class NotingRandom extends SecureRandom {

    private static final long serialVersionUID = 1;

    private final transient Set<Thread> threads = ConcurrentHashMap.newKeySet();

    @Override
    public void nextBytes(byte[] bytes) {
      threads.add(Thread.currentThread());
      super.nextBytes(bytes);
    }
  }

  @Test
  @Timeout(60)
  void a_prepared_key_is_not_generated_by_who_asks_for_it() throws Exception {
    NotingRandom random = new NotingRandom();
    TokenKeys keys = new TokenKeys(random);
    random.threads.clear();

    keys.prepareNext();
    while (random.threads.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    int published = keys.publicJwks(HOST).size();

    assertThat(published).isEqualTo(2);
    assertThat(random.threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void keys_are_read_back_as_they_were_written() {
    TokenKeys keys = new TokenKeys(new SecureRandom());
    String first = keys.sign(CLAIMS);
    keys.rotate(NOW);
    String second = keys.sign(CLAIMS);
    keys.rotate(NOW.plusSeconds(1));
    String third = keys.sign(CLAIMS);
    String revoked = String.valueOf(keys.shown("localhost").getLast().get("kid"));
    keys.revoke(revoked, NOW.plusSeconds(2));

    TokenKeys again = TokenKeys.of(keys.privateJwk());

    assertThat(again.shown("localhost"))
        .extracting(key -> key.get("kid"))
        .isEqualTo(keys.shown("localhost").stream().map(key -> key.get("kid")).toList());
    assertThat(again.verify(first)).isEmpty();
    assertThat(again.verify(second)).isPresent();
    assertThat(again.verify(third)).isPresent();
    assertThat(again.shown("localhost").getFirst())
        .containsEntry("current", true)
        .containsEntry("current_since", "2026-03-01T10:00:01.000Z");
    assertThat(again.shown("localhost").get(1)).containsEntry("next", true);
    assertThat(again.shown("localhost").getLast())
        .containsEntry("previous", true)
        .containsEntry("revoked", true)
        .containsEntry("current_until", "2026-03-01T10:00:00.000Z")
        .containsEntry("revoked_at", "2026-03-01T10:00:02.000Z");
  }

  @Test
  void what_a_key_signs_is_of_its_kind_and_of_no_other_tenant() throws Exception {
    TokenKeys keys = new TokenKeys(new SecureRandom());

    assertThat(SignedJWT.parse(keys.sign(CLAIMS)).getHeader().getType()).hasToString("JWT");
    assertThat(SignedJWT.parse(keys.signAccessToken(CLAIMS)).getHeader().getType())
        .hasToString("at+jwt");
    assertThat(SignedJWT.parse(keys.signLogout(CLAIMS)).getHeader().getType())
        .hasToString("logout+jwt");
    assertThat(new TokenKeys(new SecureRandom()).verify(keys.sign(CLAIMS))).isEmpty();
    assertThat(keys.verify("no.jwt")).isEmpty();
  }

  @Test
  void the_next_key_signs_nothing_until_it_is_the_current_one() {
    TokenKeys keys = new TokenKeys(new SecureRandom());
    TokenKeys copy = keys.copy();
    String next = String.valueOf(keys.publicJwks("localhost").getLast().get("kid"));
    copy.rotate(NOW);
    String early = copy.sign(CLAIMS);

    boolean before = keys.verify(early).isPresent();
    keys.rotate(NOW);

    assertThat(before).isFalse();
    assertThat(keys.verify(early)).isPresent();
    assertThat(keys.publicJwk("localhost")).containsEntry("kid", next);
  }

  @Test
  void ten_earlier_keys_are_kept_and_the_oldest_is_forgotten_for_another() {
    TokenKeys keys = new TokenKeys(new SecureRandom());
    String oldest = String.valueOf(keys.publicJwk(HOST).get("kid"));
    for (int i = 0; i < 10; i++) {
      keys.rotate(NOW);
    }
    List<Map<String, Object>> full = keys.publicJwks(HOST);

    keys.rotate(NOW);

    assertThat(full).hasSize(12).extracting(key -> key.get("kid")).contains(oldest);
    assertThat(keys.publicJwks(HOST))
        .hasSize(12)
        .extracting(key -> key.get("kid"))
        .doesNotContain(oldest);
  }

  @Test
  void a_change_is_told_to_the_latest_listener_and_a_key_is_revoked_once() {
    TokenKeys keys = new TokenKeys(new SecureRandom());
    AtomicInteger told = new AtomicInteger();
    keys.onChange(() -> told.addAndGet(100));
    keys.onChange(told::incrementAndGet);
    keys.publicJwks("localhost");
    keys.publicJwks("localhost");
    int generated = told.get();
    keys.rotate(NOW);
    int rotated = told.get();
    String old = String.valueOf(keys.shown("localhost").getLast().get("kid"));

    boolean first = keys.revoke(old, NOW);
    boolean second = keys.revoke(old, NOW.plusSeconds(9));

    assertThat(generated).isEqualTo(1);
    assertThat(rotated).isEqualTo(2);
    assertThat(first).isTrue();
    assertThat(second).isTrue();
    assertThat(keys.shown("localhost").getLast())
        .containsEntry("revoked_at", "2026-03-01T10:00:00.000Z");
    assertThat(keys.revoke("unknown", NOW)).isFalse();
    assertThat(keys.revoke(String.valueOf(keys.publicJwk("localhost").get("kid")), NOW)).isFalse();
  }

  @Test
  void a_text_that_is_no_key_is_not_quoted() {
    for (String text : List.of("secret-text", "{\"current\":\"secret-text\"}", "{}")) {
      assertThatThrownBy(() -> TokenKeys.of(Secret.of(text)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret-text")
          .hasNoCause();
    }
  }
}
