package dev.portcullis.domain.reset;

/**
 * A link with which whoever holds it sets a new password, and the account's registered address, to
 * which alone it may go. Prints neither.
 */
public final class ResetTicket {

  private final String email;
  private final String link;

  /**
   * @param email as the provider has it, not as somebody typed it
   * @param link an absolute URL
   */
  public ResetTicket(String email, String link) {
    this.email = email;
    this.link = link;
  }

  public String email() {
    return email;
  }

  /** The secret itself, for the delivery to the registered address and for nobody else. */
  public String link() {
    return link;
  }

  @Override
  public String toString() {
    return "ResetTicket[redacted]";
  }
}
