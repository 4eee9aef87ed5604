package dev.portcullis.adapters.redis;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import io.lettuce.core.ScriptOutputType;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Counts guesses of all instances, in one script for each guess: of a login the store has the
 * number, and the millisecond at which it is forgotten. What the store lets through, the limiter of
 * this instance counts too, so that it knows what was used when the store is away.
 */
final class RedisGuessLimiter implements GuessLimiter {

  private static final String TAKE =
      """
      local now, life, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local seen, ends = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (%d+)$')
      if not seen or tonumber(ends) <= now then
        redis.call('SET', KEYS[1], '1 ' .. string.format('%.0f', now + life), 'PX', life + 60000)
        return 1
      end
      if tonumber(seen) >= most then return 0 end
      redis.call('SET', KEYS[1], (tonumber(seen) + 1) .. ' ' .. ends, 'KEEPTTL')
      return 1
      """;

  private final RedisStore store;
  private final SharedKey.Tags tags;
  private final int most;
  private final Duration lifetime;
  private final GuessLimiter local;
  private final InstantSource time;

  RedisGuessLimiter(
      RedisStore store, int most, Duration lifetime, GuessLimiter local, InstantSource time) {
    if (most < 1 || lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException(
          "limit: " + most + " in " + lifetime + " (expected: both > 0)");
    }
    this.store = store;
    this.tags = store.settings().key().tags("guesses");
    this.most = most;
    this.lifetime = lifetime;
    this.local = local;
    this.time = time;
  }

  @Override
  public boolean take(MfaToken login) {
    String[] names = {store.name("guesses:" + tags.of(login.value()))};
    Option<Long> through =
        store.ask(
            StoreUse.GUESSES,
            commands ->
                commands.eval(
                    TAKE,
                    ScriptOutputType.INTEGER,
                    names,
                    Long.toString(time.instant().toEpochMilli()),
                    Long.toString(lifetime.toMillis()),
                    Integer.toString(most)));
    if (through.isEmpty()) {
      return !store.settings().failClosed() && local.take(login);
    }
    return through.get() == 1 && local.take(login);
  }
}
