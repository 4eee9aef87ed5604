package dev.portcullis.adapters.http.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final String OLD = key(1);
  private static final String NEW = key(2);
  private static final JWTClaimsSet CLAIMS = new JWTClaimsSet.Builder().subject("ada").build();

  private static String key(int fill) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Seal seal(String keys) {
    return new Seal(SessionKeys.parse(keys), "test");
  }

  @Test
  void what_was_sealed_is_opened_and_cannot_be_read() {
    String sealed = seal(NEW).close(CLAIMS);

    assertThat(seal(NEW).open(sealed).map(JWTClaimsSet::getSubject)).containsExactly("ada");
    assertThat(sealed).doesNotContain("ada").doesNotContain(part("ada"));
  }

  @Test
  void a_new_key_seals_and_an_old_one_still_opens() {
    String before = seal(OLD).close(CLAIMS);
    Seal rotated = seal("# rotated today\n" + NEW + "\n" + OLD + "\n");

    assertThat(rotated.open(before)).isNotEmpty();
    assertThat(seal(NEW).open(rotated.close(CLAIMS))).isNotEmpty();
    assertThat(seal(NEW).open(before)).isEmpty();
  }

  @Test
  void a_key_in_the_alphabet_of_urls_is_the_same_key() {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) 0xFB);
    bytes[31] = (byte) 0xFF;
    String plain = Base64.getEncoder().encodeToString(bytes);
    String forUrls = Base64.getUrlEncoder().encodeToString(bytes);

    String sealed = seal(plain).close(CLAIMS);

    assertThat(plain).contains("+").contains("/");
    assertThat(seal(forUrls).open(sealed)).isNotEmpty();
    assertThat(seal(forUrls.replace("=", "")).open(sealed)).isNotEmpty();
  }

  @Test
  void what_is_sealed_for_one_use_is_not_valid_for_another() {
    String sealed = new Seal(SessionKeys.parse(NEW), "another").close(CLAIMS);

    assertThat(seal(NEW).open(sealed)).isEmpty();
  }

  @Test
  void a_change_of_any_part_is_seen() {
    String[] parts = seal(NEW).close(CLAIMS).split("\\.", -1);
    for (int i = 0; i < parts.length; i++) {
      String[] changed = parts.clone();
      changed[i] =
          changed[i].isEmpty()
              ? "AA"
              : (changed[i].startsWith("A") ? "B" : "A") + changed[i].substring(1);

      assertThat(seal(NEW).open(String.join(".", changed))).as("part " + i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "a.b.c",
        "....",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.",
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0....",
        "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwidHlwIjoidGVzdCJ9.a.a.a.a"
      })
  void what_is_not_ours_is_nothing(String text) {
    assertThat(seal(NEW).open(text)).isEmpty();
    assertThat(seal(NEW).open("a".repeat(100_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only words", "short", "AAAA", "not base64 at all!"})
  void what_is_no_key_is_refused_without_being_repeated(String text) {
    assertThatThrownBy(() -> SessionKeys.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes in base64");
  }

  @Test
  void keys_do_not_print_themselves() {
    SessionKeys keys = SessionKeys.parse(NEW);

    assertThat(keys.toString() + keys.first()).doesNotContain(NEW.substring(0, 8));
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
