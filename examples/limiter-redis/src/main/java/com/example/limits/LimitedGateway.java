package com.example.limits;

import com.example.limits.adapters.redis.RedisResetLimiter;
import com.example.limits.adapters.redis.SubjectKeys;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.bootstrap.GatewayApp;
import java.time.InstantSource;
import java.util.Map;

/**
 * The entry point: every command of {@code portcullis}, with resets counted in Redis. {@code
 * REDIS_URL} and the key of the hashes, {@code LIMITER_KEY}, are in the environment.
 */
public final class LimitedGateway {

  private LimitedGateway() {}

  // region: main
  public static void main(String[] args) {
    GatewayApp gateway = GatewayApp.with(args);
    RedisResetLimiter limiter = limiter(System.getenv());
    System.exit(gateway.resetLimiter(limiter).closing(limiter).run());
  }

  // end

  /** Connects to nothing before the first reset. */
  private static RedisResetLimiter limiter(Map<String, String> environment) {
    return new RedisResetLimiter(
        required(environment, "REDIS_URL"),
        SubjectKeys.keyed(required(environment, "LIMITER_KEY")),
        ResetLimits.DEFAULT,
        InstantSource.system());
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      System.err.println(name + ": not set (expected: see examples/limiter-redis/README.md)");
      System.exit(1);
    }
    return value;
  }
}
