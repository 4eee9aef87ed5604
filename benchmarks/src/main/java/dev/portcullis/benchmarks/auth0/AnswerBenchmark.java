package dev.portcullis.benchmarks.auth0;

import dev.portcullis.adapters.auth0.token.Auth0Answers;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading what the tenant answers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class AnswerBenchmark {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final HttpReply granted =
      reply(
          200,
          "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"scope\":\"openid profile email\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"
              .formatted("a".repeat(760), "i".repeat(600)));
  private final HttpReply refused =
      reply(
          403, "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}");

  @Benchmark
  public Object readGranted() {
    return Auth0Answers.read(granted, NOW);
  }

  @Benchmark
  public Object readRefused() {
    return Auth0Answers.read(refused, NOW);
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(
        status, Option.none(), Option.none(), Option.none(), body.getBytes(StandardCharsets.UTF_8));
  }
}
