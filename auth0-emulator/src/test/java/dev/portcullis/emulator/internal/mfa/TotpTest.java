package dev.portcullis.emulator.internal.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /** The secret of RFC 6238's test vectors. */
  private static final byte[] KEY = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** Appendix B of RFC 6238, its last six digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130",
  })
  void codes_are_those_of_the_rfc(long seconds, String code) {
    assertThat(Totp.code(KEY, Totp.step(Instant.ofEpochSecond(seconds)))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
  void the_neighbours_of_the_present_step_are_taken_too(int steps, boolean taken) {
    Instant now = Instant.ofEpochSecond(1_000_000_000);
    String code = Totp.code(KEY, Totp.step(now) + steps);

    assertThat(Totp.match(KEY, code, now, Long.MIN_VALUE).isPresent()).isEqualTo(taken);
  }

  @Test
  void a_step_that_was_used_is_not_taken_again() {
    Instant now = Instant.ofEpochSecond(1_000_000_000);
    String code = Totp.code(KEY, Totp.step(now));

    assertThat(Totp.match(KEY, code, now, Totp.step(now))).isEmpty();
  }
}
