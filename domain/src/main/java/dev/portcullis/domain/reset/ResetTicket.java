package dev.portcullis.domain.reset;

/**
 * A link with which anyone who holds it can set a new password, and the account's registered
 * address, to which alone it may go. Prints neither.
 */
public final class ResetTicket {

  private final String email;
  private final String link;

  /**
   * @param email as the provider has it, not as it was typed
   * @param link an absolute URL
   */
  public ResetTicket(String email, String link) {
    this.email = email;
    this.link = link;
  }

  public String email() {
    return email;
  }

  /** The secret itself, for the delivery to the registered address alone. */
  public String link() {
    return link;
  }

  @Override
  public String toString() {
    return "ResetTicket[redacted]";
  }
}
