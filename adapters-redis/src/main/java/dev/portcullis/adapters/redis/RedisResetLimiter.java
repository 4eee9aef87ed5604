package dev.portcullis.adapters.redis;

import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Counts resets of all instances by the generic cell rate algorithm, in one script for each reset:
 * of an address and of a user the store has the microsecond at which all their resets are free
 * again. What the store lets through, the limiter of this instance counts too, so that it knows
 * what was used when the store is away.
 */
final class RedisResetLimiter implements ResetLimiter {

  /**
   * The address first: a client that has used up its own resets must not use up others'. Both names
   * are in one hash slot. Answers the microseconds to wait, 0 to go on.
   */
  private static final String TAKE =
      """
      local now, window = tonumber(ARGV[1]), tonumber(ARGV[2])
      for i = 1, 2 do
        local each = tonumber(ARGV[2 + i])
        local free = tonumber(redis.call('GET', KEYS[i]) or '0')
        if free < now then free = now end
        free = free + each
        if free > now + window then return free - now - window end
        redis.call('SET', KEYS[i], string.format('%.0f', free),
            'PX', math.ceil((free - now) / 1000) + 60000)
      end
      return 0
      """;

  /** When a client may try again whose reset was not let through while the store is away. */
  private static final Duration LATER = Duration.ofMinutes(1);

  private final RedisStore store;
  private final SharedKey.Tags addresses;
  private final SharedKey.Tags users;
  private final ResetLimits limits;
  private final ResetLimiter local;
  private final InstantSource time;

  RedisResetLimiter(RedisStore store, ResetLimits limits, ResetLimiter local, InstantSource time) {
    this.store = store;
    this.addresses = store.settings().key().tags("addresses of resets");
    this.users = store.settings().key().tags("users of resets");
    this.limits = limits;
    this.local = local;
    this.time = time;
  }

  @Override
  public Option<Duration> take(LoginSubject subject) {
    String[] names = {
      store.name("{resets}:" + addresses.of(subject.client().subscriber())),
      store.name("{resets}:" + users.of(subject.identifier().canonical()))
    };
    long window = micros(limits.window());
    Option<Long> wait =
        store.ask(
            StoreUse.RESETS,
            commands ->
                commands.eval(
                    TAKE,
                    ScriptOutputType.INTEGER,
                    names,
                    Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.instant())),
                    Long.toString(window),
                    Long.toString(window / limits.perAddress()),
                    Long.toString(window / limits.perUser())));
    if (wait.isEmpty()) {
      return store.settings().failClosed() ? Option.some(later()) : local.take(subject);
    }
    return wait.get() == 0
        ? local.take(subject)
        : Option.some(Duration.ofSeconds(Math.max(1, (wait.get() + 999_999) / 1_000_000)));
  }

  private Duration later() {
    return LATER.compareTo(limits.window()) < 0 ? LATER : limits.window();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
