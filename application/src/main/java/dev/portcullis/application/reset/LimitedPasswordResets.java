package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;

/** Starts no more resets than a limiter lets through. */
public final class LimitedPasswordResets implements PasswordResets {

  private final PasswordResets resets;
  private final ResetLimiter limiter;

  public LimitedPasswordResets(PasswordResets resets, ResetLimiter limiter) {
    this.resets = resets;
    this.limiter = limiter;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    return limiter
        .take(subject)
        .<ResetStart>map(ResetStart.TooManyResets::new)
        .getOrElse(() -> resets.start(subject));
  }
}
