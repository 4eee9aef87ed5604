package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The tenant-wide limit of the Management API, with its {@code x-ratelimit} headers; the count
 * restarts each second. Safe for many threads.
 */
public final class ManagementLimit {

  private final Supplier<TokenRateLimit> current;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private long second;
  private int used;

  /** Applies these settings. */
  public ManagementLimit(Supplier<TokenRateLimit> current, InstantSource clock) {
    this.current = current;
    this.clock = clock;
  }

  /** The answer with the headers; 429 instead of it if the limit is enforced and reached. */
  Reply apply(Supplier<Reply> answer) {
    TokenRateLimit settings = current.get();
    long now = clock.instant().getEpochSecond();
    boolean exceeded;
    int remaining;
    lock.lock();
    try {
      if (now != second) {
        second = now;
        used = 0;
      }
      exceeded = used >= settings.perSecond();
      if (!exceeded) {
        used++;
      }
      remaining = Math.max(0, settings.perSecond() - used);
    } finally {
      lock.unlock();
    }
    Reply reply =
        exceeded && settings.enforced()
            ? Reply.error(
                429, "Too Many Requests", "Global limit has been reached", "too_many_requests")
            : answer.get();
    return reply
        .with("x-ratelimit-limit", Integer.toString(settings.perSecond()))
        .with("x-ratelimit-remaining", Integer.toString(remaining))
        .with("x-ratelimit-reset", Long.toString(now + 1));
  }
}
