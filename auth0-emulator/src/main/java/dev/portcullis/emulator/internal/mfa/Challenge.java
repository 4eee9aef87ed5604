package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.tenant.Secret;
import java.time.Instant;
import java.util.Optional;

/** A code or push notification that was sent; a code is typed in, a notification is answered. */
record Challenge(
    String userId,
    String authenticatorId,
    Optional<Secret> bindingCode,
    Answer answer,
    Instant expires,
    Instant nextPoll) {

  enum Answer {
    PENDING,
    ALLOWED,
    DENIED
  }

  boolean isPush() {
    return bindingCode.isEmpty();
  }

  Challenge answered(boolean allowed) {
    return new Challenge(
        userId,
        authenticatorId,
        bindingCode,
        allowed ? Answer.ALLOWED : Answer.DENIED,
        expires,
        nextPoll);
  }

  Challenge polledUntil(Instant next) {
    return new Challenge(userId, authenticatorId, bindingCode, answer, expires, next);
  }
}
