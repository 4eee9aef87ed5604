package dev.portcullis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark once, so that none rots; no time is looked at. */
@Timeout(120)
class EveryBenchmarkRunsTest {

  @Test
  void every_benchmark_runs() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(50))
                    .param("ranges", "8")
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();

    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark())
        .anyMatch(name -> name.endsWith("DecisionBenchmark.decide"))
        .anyMatch(name -> name.endsWith("LoginMessagesBenchmark.writeGranted"))
        .anyMatch(name -> name.endsWith("AnswerBenchmark.readGranted"));
  }
}
