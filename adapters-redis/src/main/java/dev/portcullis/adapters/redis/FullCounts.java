package dev.portcullis.adapters.redis;

import dev.portcullis.adapters.redis.AttemptCounts.Decision.NotTaken;
import dev.portcullis.application.login.port.AttemptLimiter.Admission.Refused;
import dev.portcullis.domain.login.AttemptLimit;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counts of which the store has said that they are full, until there is room again, for a
 * second at most: until then it is not asked, so that an attacker's attempts do not keep it busy.
 * Only counts without an attempt in progress, as nothing but time makes room there. Safe for
 * concurrent use.
 */
final class FullCounts {

  /** About 200 bytes each; of further ones the store is asked every time. */
  private static final int MOST = 10_000;

  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

  /** Then the store is asked again, as it may have lost its counts. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Map<String, Until> counts = new ConcurrentHashMap<>();
  private final InstantSource time;

  /** Those that have room again are looked for from then on. */
  private volatile Instant sweep = Instant.MIN;

  FullCounts(InstantSource time) {
    this.time = time;
  }

  private record Until(AttemptLimit limit, Instant since, Instant end) {

    boolean holds(Instant now) {
      return now.isBefore(end) && now.isBefore(since.plus(LONGEST));
    }
  }

  /**
   * The refusal at a limit.
   *
   * @param wait until there is room; told in whole seconds, one or more
   */
  static Refused refusal(AttemptLimit limit, Duration wait) {
    return new Refused(
        limit, Duration.ofSeconds(Math.max(1, wait.plusNanos(999_999_999).toSeconds())));
  }

  /** Remembers one. */
  void add(NotTaken not) {
    Instant now = time.instant();
    if (counts.size() >= MOST && !now.isBefore(sweep)) {
      sweep = now.plus(BETWEEN_SWEEPS);
      boolean unused = counts.values().removeIf(it -> !it.holds(now));
    }
    if (counts.size() < MOST) {
      counts.put(not.count(), new Until(not.full().limit(), now, now.plus(not.untilRoom())));
    }
  }

  /**
   * The refusal of an attempt that would count at one of these; none if the store has to be asked.
   */
  Option<Refused> refusal(List<String> names) {
    if (counts.isEmpty()) {
      return Option.none();
    }
    Instant now = time.instant();
    for (String name : names) {
      Until until = counts.get(name);
      if (until != null && until.holds(now)) {
        return Option.some(refusal(until.limit(), Duration.between(now, until.end())));
      }
      if (until != null) {
        boolean unused = counts.remove(name, until);
      }
    }
    return Option.none();
  }
}
