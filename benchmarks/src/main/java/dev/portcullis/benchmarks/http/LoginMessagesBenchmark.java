package dev.portcullis.benchmarks.http;

import dev.portcullis.adapters.http.api.LoginReplies;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.LoginRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/** Reading what a caller sends and writing what it gets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class LoginMessagesBenchmark {

  private static final RequestId ID = new RequestId("UxKqxKfSBB1q7FXy");

  private final byte[] form =
      bytes("username=alice%40example.com&password=correct+horse+battery+staple");
  private final byte[] json =
      bytes("{\"username\":\"alice@example.com\",\"password\":\"correct horse battery staple\"}");
  private final LoginOutcome granted =
      new LoginOutcome.Granted(
          new Tokens(
              new AccessToken("a".repeat(760)),
              "Bearer",
              Option.some(Duration.ofDays(1)),
              Option.some("openid profile email"),
              Option.some(new IdToken("i".repeat(600))),
              Option.none()));
  private final LoginOutcome refused = new LoginOutcome.WrongCredentials();

  @Benchmark
  public Object readForm() {
    return Fields.read(Fields.Format.FORM, form, LoginRequest.FIELDS);
  }

  @Benchmark
  public Object readJson() {
    return Fields.read(Fields.Format.JSON, json, LoginRequest.FIELDS);
  }

  @Benchmark
  public Object writeGranted() {
    return LoginReplies.of(granted, ID);
  }

  @Benchmark
  public Object writeRefused() {
    return LoginReplies.of(refused, ID);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
