package dev.portcullis.adapters.redis;

import dev.portcullis.application.protection.port.TenantPace;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Spaces the calls of all instances together, by the algorithm of the memory's pace in one script:
 * the store has the times of the latest calls, as many as the limit, by its own clock. What the
 * store lets through, the pace of this instance counts too, so that it knows what was used when the
 * store is away; each instance then keeps to the limit alone.
 */
final class RedisTenantPace implements TenantPace {

  /**
   * Answers the microseconds to wait, 0 to go on. The names are those of the latest calls, of the
   * time at which the next evenly spaced call is due, and of the end of a pause; all are in one
   * hash slot. Time does not go back, but by more than the window, after which the calls are
   * forgotten: then another server has taken over, with another clock.
   */
  private static final String TAKE =
      """
      local now, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
      local window, late = tonumber(ARGV[3]), tonumber(ARGV[4])
      if now == 0 then
        local time = redis.call('TIME')
        now = tonumber(time[1]) * 1000000 + tonumber(time[2])
      end
      local newest = tonumber(redis.call('LINDEX', KEYS[1], 0) or '0')
      if newest > now + window then
        redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
      elseif newest > now then
        now = newest
      end
      local paused = tonumber(redis.call('GET', KEYS[3]) or '0')
      if paused > now then return math.ceil(paused - now) end
      local wait = 0
      local oldest = redis.call('LINDEX', KEYS[1], limit - 1)
      if oldest then wait = tonumber(oldest) + window - now end
      local due = tonumber(redis.call('GET', KEYS[2]) or '0')
      local half = redis.call('LINDEX', KEYS[1], math.max(0, math.floor(limit / 2) - 1))
      if half and tonumber(half) + window > now then wait = math.max(wait, due - now) end
      if wait > 0 then return math.ceil(wait) end
      redis.call('LPUSH', KEYS[1], string.format('%.0f', now))
      redis.call('LTRIM', KEYS[1], 0, limit - 1)
      redis.call('PEXPIRE', KEYS[1], 60000)
      redis.call('SET', KEYS[2],
          string.format('%.0f', math.max(due, now - late) + window / limit), 'PX', 60000)
      return 0
      """;

  private static final String PAUSE =
      """
      local now, time = tonumber(ARGV[1]), tonumber(ARGV[2])
      if now == 0 then
        local store = redis.call('TIME')
        now = tonumber(store[1]) * 1000000 + tonumber(store[2])
      end
      if now + time > tonumber(redis.call('GET', KEYS[1]) or '0') then
        redis.call('SET', KEYS[1], string.format('%.0f', now + time),
            'PX', math.ceil(time / 1000) + 1000)
      end
      return 0
      """;

  /** A second with a margin for calls that are delayed on their way, in microseconds. */
  private static final String WINDOW = "1040000";

  /** By how much late calls may catch up, in microseconds. */
  private static final String CATCH_UP = "250000";

  private final RedisStore store;
  private final TenantPace local;
  private final Option<InstantSource> time;
  private final String[] names;
  private final String[] paused;

  /**
   * A pace.
   *
   * @param time none for the store's own clock, as the instances' clocks differ by more than the
   *     time between two calls
   */
  RedisTenantPace(RedisStore store, TenantPace local, Option<InstantSource> time) {
    this.store = store;
    this.local = local;
    this.time = time;
    this.paused = new String[] {store.name("{pace}:paused")};
    this.names = new String[] {store.name("{pace}:calls"), store.name("{pace}:due"), paused[0]};
  }

  @Override
  public Duration take(int perSecond) {
    Option<Long> wait =
        store.ask(
            StoreUse.PACE,
            commands ->
                commands.eval(
                    TAKE,
                    ScriptOutputType.INTEGER,
                    names,
                    now(),
                    Integer.toString(perSecond),
                    WINDOW,
                    CATCH_UP));
    if (wait.isEmpty()) {
      return local.take(perSecond);
    }
    if (wait.get() == 0) {
      // Counted for when the store is away; the store has decided.
      Duration unused = local.take(perSecond);
      return Duration.ZERO;
    }
    return Duration.of(wait.get(), ChronoUnit.MICROS);
  }

  @Override
  public void pause(Duration length) {
    local.pause(length);
    Option<Long> unused =
        store.ask(
            StoreUse.PACE,
            commands ->
                commands.eval(
                    PAUSE,
                    ScriptOutputType.INTEGER,
                    paused,
                    now(),
                    Long.toString(length.toNanos() / 1000)));
  }

  private String now() {
    return time.map(it -> Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, it.instant())))
        .getOrElse("0");
  }
}
