package com.example.limits.adapters.redis;

import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts resets in Redis, for all instances that use it together: each user and each address has a
 * number of resets at once, and gets them back evenly over the window (the generic cell rate
 * algorithm). While Redis is away, nothing is let through, and each call ends within 5 s. Safe for
 * concurrent use.
 */
public final class RedisResetLimiter implements ResetLimiter, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisResetLimiter.class);

  /** For one call, connecting included. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What users are told to wait while Redis is away. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  // region: script
  /**
   * For each key the moment at which all its resets are free again, in microseconds. Both keys are
   * checked before one is written, and Redis runs nothing else meanwhile.
   */
  private static final String SCRIPT =
      """
      local now, window = tonumber(ARGV[1]), tonumber(ARGV[2])
      local free = {}
      for i = 1, 2 do
        local before = tonumber(redis.call('GET', KEYS[i]) or now)
        free[i] = math.max(before, now) + tonumber(ARGV[2 + i])
        if free[i] > now + window then
          return free[i] - now - window
        end
      end
      for i = 1, 2 do
        local milliseconds = math.ceil((free[i] - now) / 1000)
        redis.call('SET', KEYS[i], string.format('%.0f', free[i]), 'PX', milliseconds)
      end
      return 0
      """;

  // end

  private final RedisClient client;
  private final RedisURI uri;
  private final SubjectKeys keys;
  private final ResetLimits limits;
  private final InstantSource time;
  private final AtomicBoolean away = new AtomicBoolean();
  private Option<CompletableFuture<StatefulRedisConnection<String, String>>> current =
      Option.none();

  /**
   * Connects to nothing yet.
   *
   * @param url such as {@code redis://127.0.0.1:6379} or {@code rediss://user:password@host}
   * @param limits the same in all instances
   * @throws IllegalArgumentException if the URL is none
   */
  public RedisResetLimiter(String url, SubjectKeys keys, ResetLimits limits, InstantSource time) {
    this.uri = RedisURI.create(url);
    uri.setTimeout(PATIENCE);
    this.keys = keys;
    this.limits = limits;
    this.time = time;
    this.client = RedisClient.create();
    // A lost connection is replaced by the next call. Lettuce's own reconnecting would send the
    // commands again whose answers are missing, and count them twice.
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
            .build());
  }

  // region: take
  @Override
  public Option<Duration> take(LoginSubject subject) {
    String[] counted = {keys.address(subject), keys.user(subject)};
    String[] arguments = {
      micros(time.instant()),
      micros(limits.window()),
      micros(limits.window().dividedBy(limits.perAddress())),
      micros(limits.window().dividedBy(limits.perUser()))
    };
    Option<CompletableFuture<StatefulRedisConnection<String, String>>> used = Option.none();
    try {
      var connection = connection();
      used = Option.some(connection);
      long wait =
          connection
              .thenCompose(
                  it -> it.async().<Long>eval(SCRIPT, ScriptOutputType.INTEGER, counted, arguments))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      back();
      return Option.when(wait > 0, () -> seconds(Duration.of(wait, ChronoUnit.MICROS)));
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      giveUp(used, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Option.some(WAIT);
  }

  // end

  /** Rounded up: one second at least. */
  private static Duration seconds(Duration wait) {
    return Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
  }

  // region: connection
  /** All calls share one connection, and one attempt to open it. */
  private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
    if (!current.exists(RedisResetLimiter::isUsable)) {
      current = Option.some(client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture());
    }
    return current.get();
  }

  /** Being opened, or open. */
  private static boolean isUsable(
      CompletableFuture<StatefulRedisConnection<String, String>> connection) {
    return !connection.isDone()
        || (!connection.isCompletedExceptionally() && connection.join().isOpen());
  }

  /** The next call connects again. */
  private synchronized void giveUp(
      Option<CompletableFuture<StatefulRedisConnection<String, String>>> used, Exception why) {
    if (used.isDefined() && current.equals(used)) {
      current = Option.none();
      var unused = used.get().thenCompose(StatefulRedisConnection::closeAsync);
    }
    // Without the exception: its message can have what the URL has.
    if (!away.getAndSet(true)) {
      LOG.warn("Redis is away, no password reset is started: {}", name(why));
    }
  }

  // end

  private void back() {
    if (away.getAndSet(false)) {
      LOG.info("Redis is back");
    }
  }

  private static String name(Exception why) {
    Throwable cause = why.getCause();
    return (cause == null ? why : cause).getClass().getSimpleName();
  }

  private static String micros(Instant instant) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
  }

  private static String micros(Duration duration) {
    return Long.toString(Math.max(1, duration.dividedBy(ChronoUnit.MICROS.getDuration())));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, PATIENCE);
  }
}
