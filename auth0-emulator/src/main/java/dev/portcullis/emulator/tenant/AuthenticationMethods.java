package dev.portcullis.emulator.tenant;

/**
 * How users of a database log in: {@code options.authentication_methods}.
 *
 * @param password with a password
 * @param emailCode with a one-time code in an e-mail
 * @param phoneCode with a one-time code in a text message
 */
public record AuthenticationMethods(boolean password, boolean emailCode, boolean phoneCode) {

  /** With a password. */
  public static final AuthenticationMethods DEFAULT = new AuthenticationMethods(true, false, false);

  /** With or without a password. */
  public AuthenticationMethods withPassword(boolean value) {
    return new AuthenticationMethods(value, emailCode, phoneCode);
  }

  /** With or without codes in e-mails. */
  public AuthenticationMethods withEmailCode(boolean value) {
    return new AuthenticationMethods(password, value, phoneCode);
  }

  /** With or without codes in text messages. */
  public AuthenticationMethods withPhoneCode(boolean value) {
    return new AuthenticationMethods(password, emailCode, value);
  }
}
