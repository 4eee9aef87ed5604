package dev.portcullis.bootstrap.shared;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.adapters.memory.InMemoryTenantPace;
import dev.portcullis.adapters.redis.RedisPassword;
import dev.portcullis.adapters.redis.RedisSettings;
import dev.portcullis.adapters.redis.RedisStore;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.embed.GuardSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The store that the instances of this gateway share, where the settings name one. */
public final class SharedStore implements AutoCloseable {

  /** How long a start waits for the store; without it, it goes on. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Added to the provider's slowest call, for the wait before it and what is done after it. */
  private static final Duration MARGIN = Duration.ofSeconds(4);

  private final RedisStore store;
  private final StoreWatch watch;
  private final InstantSource time;

  private SharedStore(RedisStore store, StoreWatch watch, InstantSource time) {
    this.store = store;
    this.watch = watch;
    this.time = time;
  }

  /** A store that has not been connected to. */
  public static SharedStore of(
      RedisSettings settings,
      Supplier<Option<RedisPassword>> password,
      MeterRegistry metrics,
      InstantSource time) {
    StoreWatch watch = new StoreWatch(metrics, time);
    return new SharedStore(RedisStore.of(settings, password, watch), watch, time);
  }

  /** Counts resets here and, while the store is away, in this process. */
  public ResetLimiter resetLimiter(ResetLimits limits) {
    return store.resetLimiter(
        limits, new InMemoryResetLimiter(limits, GuardSettings.REMEMBERED, time), time);
  }

  /** Counts codes of second factors here and, while the store is away, in this process. */
  public GuessLimiter guessLimiter() {
    return store.guessLimiter(
        GuardSettings.GUESSES,
        GuardSettings.SECOND_STEP,
        new InMemoryGuessLimiter(
            GuardSettings.GUESSES, GuardSettings.SECOND_STEP, GuardSettings.REMEMBERED, time),
        time);
  }

  /** Spaces the calls to the tenant here and, while the store is away, in this process. */
  public TenantPace tenantPace() {
    return store.tenantPace(new InMemoryTenantPace(time));
  }

  /**
   * Counts login attempts here and, while the store is away, locally.
   *
   * @param slowestCall how long the provider's login may take
   */
  public AttemptLimiter attemptLimiter(
      AttemptLimits limits, AttemptLimiter local, Duration slowestCall) {
    return store.attemptLimiter(limits, local, slowestCall.plus(MARGIN), time);
  }

  /**
   * What is remembered of sessions, here and locally.
   *
   * @param slowestCall how long the provider's renewal may take
   */
  public SessionStores around(SessionStores local, Duration slowestCall) {
    return new SessionStores(
        store.revokedSessions(local.revoked(), time),
        store.renewedSessions(local.renewed(), time),
        store.renewalTurns(slowestCall.plus(MARGIN)));
  }

  /** Connects; warnings go to {@code readiness}. Waits for two seconds at most. */
  public void start(Readiness readiness) {
    watch.start(readiness);
    store.start(PATIENCE);
  }

  @Override
  public void close() {
    store.close();
  }
}
