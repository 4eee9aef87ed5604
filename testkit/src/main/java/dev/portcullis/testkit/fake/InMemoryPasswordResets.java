package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Has every reset end in the same way, and keeps whose it was. */
public final class InMemoryPasswordResets implements PasswordResets {

  private final List<LoginSubject> started = new CopyOnWriteArrayList<>();
  private final BreachOutcome outcome;

  public InMemoryPasswordResets(BreachOutcome outcome) {
    this.outcome = outcome;
  }

  @Override
  public BreachOutcome start(LoginSubject subject) {
    started.add(subject);
    return outcome;
  }

  /** The resets so far, in order, a snapshot. */
  public List<LoginSubject> started() {
    return List.copyOf(started);
  }
}
