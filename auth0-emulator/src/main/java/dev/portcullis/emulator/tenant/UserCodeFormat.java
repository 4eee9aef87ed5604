package dev.portcullis.emulator.tenant;

/**
 * The form of the codes that users type in the device flow: the tenant's {@code device_flow}.
 *
 * @param mask an asterisk for each character of the code; hyphens and spaces stay as they are
 */
public record UserCodeFormat(Charset charset, String mask) {

  /** What a mask may be: 1 to 20 asterisks, hyphens and spaces, with at least one asterisk. */
  public static final String MASK = "^(?=.*\\*)[* -]{1,20}$";

  /** Auth0's default: eight letters in two groups. */
  public static final UserCodeFormat DEFAULT = new UserCodeFormat(Charset.BASE20, "****-****");

  /** Checks the mask. */
  public UserCodeFormat {
    if (!mask.matches(MASK)) {
      throw new IllegalArgumentException(
          "mask: " + mask + " (expected: 1 to 20 asterisks, hyphens and spaces)");
    }
  }

  /** The characters of the codes. */
  public enum Charset {
    /** {@code base20}: consonants, which form no words (RFC 8628, section 6.1). */
    BASE20("BCDFGHJKLMNPQRSTVWXZ"),
    /** {@code digits}. */
    DIGITS("0123456789");

    private final String characters;

    Charset(String characters) {
      this.characters = characters;
    }

    /** All of them. */
    public String characters() {
      return characters;
    }
  }

  /** With these characters. */
  public UserCodeFormat withCharset(Charset value) {
    return new UserCodeFormat(value, mask);
  }

  /** With this mask. */
  public UserCodeFormat withMask(String value) {
    return new UserCodeFormat(charset, value);
  }
}
