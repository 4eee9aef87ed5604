package dev.portcullis.application.reset.port;

import dev.portcullis.domain.login.LoginSubject;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Bounds how many resets are started for one user and from one address. An implementation decides
 * and counts in one step, throws nothing, keeps bounded memory, and is safe for concurrent use.
 * While its store is away, it ends within a bounded time and lets nothing through, or counts in its
 * own memory. Users and addresses are counted by {@code LoginIdentifier.canonical} and {@code
 * ClientAddress.subscriber}. Its contract is {@code ResetLimiterContract} in the testkit.
 */
@FunctionalInterface
public interface ResetLimiter {

  /** Counts one reset; none if it may be started, else how long to wait, at least a second. */
  Option<Duration> take(LoginSubject subject);
}
