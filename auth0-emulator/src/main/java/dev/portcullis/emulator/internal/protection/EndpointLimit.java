package dev.portcullis.emulator.internal.protection;

import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The tenant-wide limit of the token endpoint; the count restarts each second. */
public final class EndpointLimit {

  private final Supplier<TokenRateLimit> current;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private long second;
  private int used;

  /** Counts against this limit. */
  public EndpointLimit(Supplier<TokenRateLimit> current, InstantSource clock) {
    this.current = current;
    this.clock = clock;
  }

  /** Counts one request. */
  public State take() {
    TokenRateLimit settings = current.get();
    lock.lock();
    try {
      long now = clock.instant().getEpochSecond();
      if (now != second) {
        second = now;
        used = 0;
      }
      boolean exceeded = used >= settings.perSecond();
      if (!exceeded) {
        used++;
      }
      return new State(
          settings.enforced() && exceeded,
          settings.perSecond(),
          Math.max(0, settings.perSecond() - used),
          now + 1,
          event(settings, exceeded));
    } finally {
      lock.unlock();
    }
  }

  private Optional<LogType> event(TokenRateLimit settings, boolean exceeded) {
    if (!settings.enforced()) {
      return Optional.empty();
    }
    if (exceeded) {
      return Optional.of(LogType.RATE_LIMITED);
    }
    boolean near = used * 5 >= settings.perSecond() * 4;
    return near ? Optional.of(LogType.RATE_LIMIT_NEAR) : Optional.empty();
  }

  /**
   * The state after one request: whether to refuse it, the numbers of the headers, and what to log.
   */
  public record State(
      boolean refused, int limit, int remaining, long reset, Optional<LogType> event) {}
}
