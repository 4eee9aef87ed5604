package dev.portcullis.emulator.internal.mfa;

import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;

/** What an authenticator app would show. */
public final class Codes {

  private Codes() {}

  public static String at(String base32Secret, Instant now) {
    return Totp.code(Base32.decode(base32Secret), Totp.step(now));
  }
}
