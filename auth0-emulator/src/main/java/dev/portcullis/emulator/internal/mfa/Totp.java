package dev.portcullis.emulator.internal.mfa;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds. */
final class Totp {

  private static final int STEP_SECONDS = 30;

  private Totp() {}

  static String code(byte[] key, long step) {
    byte[] mac = hmac(key, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = mac[mac.length - 1] & 0xf;
    int binary = ByteBuffer.wrap(mac, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", binary % 1_000_000);
  }

  static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /**
   * The time step of this code: the current one or one beside it, but later than {@code used}. A
   * used step that is still to come was used before the clock was set back, and counts as none.
   */
  static OptionalLong match(byte[] key, String code, Instant now, long used) {
    long present = step(now);
    return LongStream.rangeClosed(present - 1, present + 1)
        .filter(step -> (step > used || used > present + 1) && code(key, step).equals(code))
        .findFirst();
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "RAW"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }
}
