package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import org.bouncycastle.util.encoders.Base32;

/** Makes the random values of second factors. */
record MfaSecrets(SecureRandom random) {

  private static final String TOKEN_PREFIX = "Fe26.2*";

  /** A token in Auth0's form, of that many random bytes. */
  String token(int bytes) {
    return TOKEN_PREFIX + text(bytes);
  }

  /** Base64url text of that many random bytes. */
  String text(int bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(bytes));
  }

  /** A code of six digits. */
  Secret digits() {
    return Secret.of(String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000)));
  }

  /** A secret for one-time passwords, in Base32. */
  Secret otpSecret() {
    return Secret.of(Base32.toBase32String(bytes(20)));
  }

  /** A recovery code: 24 letters and digits. */
  Secret recoveryCode() {
    return Secret.of(Base32.toBase32String(bytes(15)));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
