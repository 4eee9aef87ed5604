package dev.portcullis.application.journal.port;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Writes down how each login ended, once. Must not block for long, must not throw, and is safe for
 * concurrent use; it is never given a password, and must not write tokens. Its contract is {@code
 * LoginJournalContract} in the testkit.
 */
@FunctionalInterface
public interface LoginJournal {

  /**
   * Writes one login down.
   *
   * @param upstream where the provider's own logs tell more
   * @param elapsed from the attempt's arrival to its outcome, not negative
   */
  void record(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed);

  /** A journal that writes to this one and then to {@code other}. */
  default LoginJournal and(LoginJournal other) {
    return (subject, outcome, upstream, elapsed) -> {
      record(subject, outcome, upstream, elapsed);
      other.record(subject, outcome, upstream, elapsed);
    };
  }
}
