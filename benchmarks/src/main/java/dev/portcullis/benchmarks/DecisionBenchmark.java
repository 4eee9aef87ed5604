package dev.portcullis.benchmarks;

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

/** One decision with two trusted hops: a trusted peer, and one trusted entry left of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
public class DecisionBenchmark {

  /** Who decides. */
  public enum By {
    PORTCULLIS,
    IPADDRESS,
    TOMCAT
  }

  /** The addresses of users, proxies and ranges. */
  public enum Family {
    V4,
    V6
  }

  @Param By by = By.PORTCULLIS;

  @Param Family family = Family.V4;

  @Param({"8", "1000", "100000"})
  int ranges;

  private Decider decider = request -> request;
  private int request;

  /** Builds the ranges, and sees that every request is decided right. */
  @Setup
  public void prepare() {
    Scenario scenario = Scenario.of(family == Family.V6, ranges);
    decider =
        switch (by) {
          case PORTCULLIS -> new PortcullisDecider(scenario);
          case IPADDRESS -> new IpAddressLibraryDecider(scenario);
          case TOMCAT -> new TomcatDecider(scenario);
        };
    for (int i = 0; i < Scenario.REQUESTS; i++) {
      String user = scenario.requests().get(i).user();
      String decided = decider.decide(i).toString();
      if (!Scenario.same(decided, user)) {
        throw new IllegalStateException(decided + " (expected: " + user + ")");
      }
    }
  }

  /** Takes another request each time, so that neither caches nor branches know it beforehand. */
  @Benchmark
  public Object decide() {
    request = (request + 1) % Scenario.REQUESTS;
    return decider.decide(request);
  }
}
