package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;

/** Starts no more resets than a limiter lets through. */
public final class LimitedPasswordResets implements PasswordResets {

  private final PasswordResets resets;
  private final ResetLimiter limiter;

  public LimitedPasswordResets(PasswordResets resets, ResetLimiter limiter) {
    this.resets = resets;
    this.limiter = limiter;
  }

  @Override
  public BreachOutcome start(LoginSubject subject) {
    return limiter
        .take(subject)
        .<BreachOutcome>map(BreachOutcome.ResetLimited::new)
        .getOrElse(() -> resets.start(subject));
  }
}
