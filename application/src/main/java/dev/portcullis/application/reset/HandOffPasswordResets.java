package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;

/** Sends every user on to one page of the operator's own. */
public final class HandOffPasswordResets implements PasswordResets {

  private final String page;

  /**
   * @param page an absolute URL
   */
  public HandOffPasswordResets(String page) {
    this.page = page;
  }

  /** The absolute URL of the page. */
  public String page() {
    return page;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    return new ResetStart.ResetPage(page);
  }
}
