package dev.portcullis.adapters.memory;

import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts in this process alone: each user and each address has a number of resets at once, and gets
 * them back evenly over the window (the generic cell rate algorithm). IPv6 addresses count by their
 * /64, which is one subscriber. When its memory is full of users who have used some, others are
 * refused: a flood of names must not make room for more resets of one.
 */
public final class InMemoryResetLimiter implements ResetLimiter {

  private final Budget users;
  private final Budget addresses;
  private final InstantSource time;

  /**
   * Nothing is counted yet.
   *
   * @param capacity users and addresses remembered at a time, each, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public InMemoryResetLimiter(ResetLimits limits, int capacity, InstantSource time) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.users = new Budget(limits.perUser(), limits.window(), capacity);
    this.addresses = new Budget(limits.perAddress(), limits.window(), capacity);
    this.time = time;
  }

  /** The address first: a client that has used up its own resets must not use up others'. */
  @Override
  public synchronized Option<Duration> take(LoginSubject subject) {
    Instant now = time.instant();
    return addresses
        .take(subject.client().subscriber(), now)
        .orElse(() -> users.take(subject.identifier().canonical(), now))
        .map(wait -> Duration.ofSeconds(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
  }

  /** For each key the moment at which all its resets are free again. */
  private static final class Budget {

    private final Duration window;
    private final Duration each;
    private final int capacity;
    private final Map<String, Instant> free = new LinkedHashMap<>();

    Budget(int most, Duration window, int capacity) {
      this.window = window;
      this.each = window.dividedBy(most);
      this.capacity = capacity;
    }

    Option<Duration> take(String key, Instant now) {
      forget(now);
      Instant before = free.getOrDefault(key, now);
      Instant after = (before.isBefore(now) ? now : before).plus(each);
      Instant latest = now.plus(window);
      if (after.isAfter(latest)) {
        return Option.some(Duration.between(latest, after));
      }
      if (!free.containsKey(key) && free.size() >= capacity) {
        return Option.some(each);
      }
      // To the end of the order: who comes last is forgotten last.
      free.remove(key);
      free.put(key, after);
      return Option.none();
    }

    private void forget(Instant now) {
      Iterator<Instant> oldest = free.values().iterator();
      while (oldest.hasNext() && !oldest.next().isAfter(now)) {
        oldest.remove();
      }
    }
  }
}
