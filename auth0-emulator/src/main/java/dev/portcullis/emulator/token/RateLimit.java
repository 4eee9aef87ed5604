package dev.portcullis.emulator.token;

import dev.portcullis.emulator.seed.TokenRateLimit;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** The tenant-wide limit of the token endpoint, counted anew at the top of each second. */
final class RateLimit {

  private final TokenRateLimit settings;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private long second;
  private int used;

  RateLimit(TokenRateLimit settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Counts one request. */
  State take() {
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
          settings.perSecond() - used,
          now + 1);
    } finally {
      lock.unlock();
    }
  }

  /** After one request: whether to refuse it, and the headers' numbers; reset in epoch seconds. */
  record State(boolean refused, int limit, int remaining, long reset) {}
}
