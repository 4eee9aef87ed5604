package dev.portcullis.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OldGenerationTest {

  private static final int MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "0, 230, 24",
    "13, 230, 24",
    "16, 230, 28",
    "100, 230, 175",
    "150, 230, 207",
    "230, 230, 207"
  })
  void the_more_is_live_the_more_may_be_used(long live, long max, long expected) {
    assertThat(OldGeneration.threshold(live * MIB, max * MIB)).isEqualTo(expected * MIB);
  }

  @Test
  void a_collection_that_would_follow_too_soon_is_put_off_until_more_is_used() {
    assertThat(OldGeneration.later(100, 230)).isEqualTo(125);
    assertThat(OldGeneration.later(200, 230)).isEqualTo(207);
  }

  @Test
  void what_dies_old_is_collected_before_the_heap_grows() throws Exception {
    assertThat(largest("0")).isLessThan(32);
    assertThat(largest("never")).isGreaterThan(64);
  }

  @Test
  void after_a_collection_the_process_runs_undisturbed_for_many_times_as_long() throws Exception {
    assertThat(largest("1000000")).isGreaterThan(64);
  }

  /** The largest old generation of a process whose objects die old, in MiB. */
  private static int largest(String rest) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms56m",
                "-XX:NewSize=32m",
                "-XX:MaxNewSize=86m",
                "-XX:SurvivorRatio=3",
                "-Xmx320m",
                "-cp",
                System.getProperty("java.class.path"),
                Churn.class.getName(),
                rest)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Integer.parseInt(output.strip());
  }

  /** Keeps 4 MiB, of which each piece is replaced after some collections. */
  static final class Churn {

    @SuppressWarnings("unused")
    private static volatile byte[] shortLived = {};

    private Churn() {}

    public static void main(String[] rest) throws InterruptedException {
      if (!rest[0].equals("never")) {
        OldGeneration.watch(InstantSource.system(), Long.parseLong(rest[0]));
      }
      Queue<byte[]> kept = new ArrayDeque<>();
      long largest = 0;
      for (int step = 1; step <= 60_000; step++) {
        kept.add(new byte[4096]);
        if (kept.size() > 1024) {
          kept.remove();
        }
        shortLived = new byte[128 * 1024];
        if (step % 500 == 0) {
          largest = Math.max(largest, committed());
          // Who collects has a thread of its own.
          Thread.sleep(2);
        }
      }
      System.out.println(largest / MIB);
    }

    private static long committed() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals("Tenured Gen"))
          .mapToLong(pool -> pool.getUsage().getCommitted())
          .sum();
    }
  }
}
