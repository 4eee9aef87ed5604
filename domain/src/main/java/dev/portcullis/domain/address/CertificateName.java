package dev.portcullis.domain.address;

import io.vavr.control.Validation;
import java.util.Locale;

/**
 * A name in a client certificate: a DNS name or a common name, compared without case, or a URI such
 * as {@code spiffe://example.com/proxy}, compared exactly. Never a wildcard: it names no single
 * proxy.
 *
 * @param value 1-2048 printable ASCII characters without {@code *}; what is no URI in lower case
 */
public record CertificateName(String value) {

  private static final int LONGEST = 2048;

  /**
   * A name.
   *
   * @throws IllegalArgumentException if it is none
   */
  public CertificateName {
    if (value.isBlank()
        || value.length() > LONGEST
        || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '*')) {
      throw new IllegalArgumentException(
          "value: no name (expected: 1-" + LONGEST + " printable ASCII characters without *)");
    }
    if (value.indexOf(':') < 0) {
      value = value.toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a name, or says what was expected. */
  public static Validation<String, CertificateName> parse(String text) {
    try {
      return Validation.valid(new CertificateName(text));
    } catch (IllegalArgumentException e) {
      return Validation.invalid(
          "the exact name in a certificate: proxy.example.com, or spiffe://example.com/proxy; no"
              + " wildcard");
    }
  }

  /** Whether it is a URI; a DNS name or a common name has no colon. */
  public boolean isUri() {
    return value.indexOf(':') >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
