package dev.portcullis.benchmarks;

import dev.portcullis.domain.address.IpAddress;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading one address from its text. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class ParsingBenchmark {

  @Param DecisionBenchmark.Family family = DecisionBenchmark.Family.V4;

  private String[] texts = {};
  private int at;

  @Setup
  public void prepare() {
    texts =
        Scenario.of(family == DecisionBenchmark.Family.V6, 8).requests().stream()
            .map(Scenario.Request::user)
            .toArray(String[]::new);
  }

  private String next() {
    at = (at + 1) % texts.length;
    return texts[at];
  }

  @Benchmark
  public Object portcullis() {
    return IpAddress.parse(next());
  }

  @Benchmark
  public Object ipaddress() {
    return new IPAddressString(next(), IpAddressLibraryDecider.STRICT).getAddress();
  }

  @Benchmark
  public Object jdk() throws UnknownHostException {
    return InetAddress.getByName(next());
  }
}
