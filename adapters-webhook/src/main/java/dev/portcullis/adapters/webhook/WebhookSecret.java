package dev.portcullis.adapters.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the gateway and the mailer share, so that the mailer knows whom it hears. Never prints. */
public final class WebhookSecret {

  /** The shortest; shorter ones can be searched for. */
  public static final int LEAST_LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @param text its UTF-8 is the key
   * @throws IllegalArgumentException without the text
   */
  public WebhookSecret(String text) {
    if (text.length() < LEAST_LENGTH || !text.matches("[\\x21-\\x7E]+")) {
      throw new IllegalArgumentException(
          "secret: not one (expected: "
              + LEAST_LENGTH
              + " or more printable ASCII characters without blanks)");
    }
    this.key = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** HMAC-SHA-256 in hex. */
  String sign(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(message));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Whether both sign alike, in a time that does not depend on where they differ. */
  public boolean isSameAs(WebhookSecret other) {
    return MessageDigest.isEqual(key.getEncoded(), other.key.getEncoded());
  }

  @Override
  public String toString() {
    return "WebhookSecret[redacted]";
  }
}
