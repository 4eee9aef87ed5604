package com.example.limits.adapters.redis;

import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ResetLimiterContract;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

// region: contract
class RedisResetLimiterContractTest implements ResetLimiterContract {

  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.startOrSkip();
    open.add(redis);
    warmUp();
  }

  @Override
  public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
    RedisResetLimiter limiter =
        new RedisResetLimiter(
            redis.url(),
            SubjectKeys.keyed("a key of the tests, 32 characters"),
            new ResetLimits(perUser, perAddress, WINDOW),
            clock);
    open.add(limiter);
    return limiter;
  }

  @Override
  public Option<ResetLimiter> withoutStore() {
    ResetLimiter limiter = limiter(3, 20, TestClock.create());
    redis.kill();
    return Option.some(limiter);
  }

  // end

  /** The first call of a process loads the client, which takes seconds on a busy machine. */
  private void warmUp() {
    try (RedisResetLimiter other =
        new RedisResetLimiter(
            redis.url(),
            SubjectKeys.keyed("another key of the tests, longer"),
            ResetLimits.DEFAULT,
            TestClock.create())) {
      var unused = other.take(Fixtures.anAttempt().build().subject());
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }
}
