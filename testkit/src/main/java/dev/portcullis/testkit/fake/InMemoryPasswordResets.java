package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has every reset end in the same way, and keeps whose it was. */
public final class InMemoryPasswordResets implements PasswordResets {

  private final List<LoginSubject> started = new CopyOnWriteArrayList<>();
  private final ResetStart outcome;

  public InMemoryPasswordResets(ResetStart outcome) {
    this.outcome = outcome;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    started.add(subject);
    return outcome;
  }

  /** The resets so far, in order, a snapshot. */
  public List<LoginSubject> started() {
    return List.copyOf(started);
  }
}
