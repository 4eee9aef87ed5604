package dev.portcullis.application.protection;

import dev.portcullis.application.protection.Breaker.End;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;

/** Starts resets through the gate. They have a limit of their own at the provider. */
final class ProtectedPasswordResets implements PasswordResets {

  private final PasswordResets resets;
  private final ProviderGate gate;

  ProtectedPasswordResets(PasswordResets resets, ProviderGate gate) {
    this.resets = resets;
    this.gate = gate;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    return ProtectedCalls.unpaced(
        gate,
        () -> resets.start(subject),
        ProtectedPasswordResets::endOf,
        ResetStart.Unanswered::new);
  }

  /** A reset that was not started may have been refused without a call. */
  private static End endOf(ResetStart start) {
    return switch (start) {
      case ResetStart.ResetMailSent sent -> End.ANSWERED;
      case ResetStart.ResetPage page -> End.UNSENT;
      case ResetStart.TooManyResets many -> End.UNSENT;
      case ResetStart.ResetNotStarted none -> End.UNSENT;
      case ResetStart.Unanswered unanswered -> ProtectedCalls.endOf(unanswered.fault());
    };
  }
}
