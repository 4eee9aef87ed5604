package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;

/** Sends every user on to one page of the operator's own. */
public final class HandOffPasswordResets implements PasswordResets {

  private final String page;

  /**
   * @param page an absolute URL
   */
  public HandOffPasswordResets(String page) {
    this.page = page;
  }

  @Override
  public BreachOutcome start(LoginSubject subject) {
    return new BreachOutcome.ResetPage(page);
  }
}
