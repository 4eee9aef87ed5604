package dev.portcullis.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LogWriterTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int CAPACITY = 1024 * 1024;

  /** With its end a line of 100 bytes. */
  private static final String LINE = "x".repeat(99);

  private final SlowChannel channel = new SlowChannel();
  private final LogWriter writer = new LogWriter(channel, CAPACITY, LogWriterTest::report);

  @AfterEach
  void close() {
    channel.readAgain();
    writer.close(LONG);
  }

  private static byte[] report(Map<LineKind, Long> lost) {
    return ("lost " + lost + "\n").getBytes(UTF_8);
  }

  private void write(String line, LineKind kind) {
    writer.write((line + "\n").getBytes(UTF_8), kind);
  }

  private void writeMany(int times, LineKind kind) {
    for (int i = 0; i < times; i++) {
      write(LINE, kind);
    }
  }

  /** Nothing more is written until the channel is read again. */
  private void stall() throws InterruptedException {
    channel.stall();
    write("stalled", LineKind.LOGIN);
    channel.awaitStalledWrite();
  }

  @Test
  void what_is_written_arrives_by_itself() throws Exception {
    write("one", LineKind.LOGIN);

    channel.awaitFirstWrite();

    assertThat(channel.lines()).containsExactly("one");
  }

  @Test
  void many_lines_are_one_write() throws Exception {
    stall();
    writeMany(600, LineKind.LOGIN);

    channel.readAgain();
    writer.flush(LONG);

    assertThat(channel.lines()).hasSize(601);
    assertThat(channel.writes()).isEqualTo(2);
  }

  @Test
  void the_lines_of_a_thread_stay_in_order() throws Exception {
    int threads = 8;
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; t++) {
      int thread = t;
      Thread.ofVirtual()
          .start(
              () -> {
                IntStream.range(0, 1000).forEach(i -> write(thread + " " + i, LineKind.LOGIN));
                done.countDown();
              });
    }
    done.await();

    writer.flush(LONG);

    List<String> lines = channel.lines();
    for (int t = 0; t < threads; t++) {
      String of = t + " ";
      assertThat(lines.stream().filter(line -> line.startsWith(of)))
          .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> of + i).toList());
    }
  }

  @Test
  void nobody_waits_for_a_channel_that_nobody_reads() throws Exception {
    stall();

    writeMany(100_000, LineKind.LOGIN);

    assertThat(writer.lost(LineKind.LOGIN)).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void what_was_received_and_what_was_lost_is_what_was_written(LineKind kind) throws Exception {
    stall();
    writeMany(50_000, kind);
    long lost = writer.lost(kind);

    channel.readAgain();
    writer.flush(LONG);
    writer.flush(LONG);

    assertThat(lost).isPositive();
    assertThat(channel.lines().stream().filter(LINE::equals)).hasSize((int) (50_000 - lost));
    assertThat(channel.lines().getLast()).isEqualTo("lost {" + kind + "=" + lost + "}");
  }

  @ParameterizedTest
  @EnumSource
  void a_kind_fills_its_share_to_the_last_byte(LineKind kind) throws Exception {
    stall();
    int room = (int) kind.share(CAPACITY) - "stalled\n".length();

    write("x".repeat(room - 1), kind);

    assertThat(writer.lost(kind)).isZero();
    write("", kind);
    assertThat(writer.lost(kind)).isEqualTo(1);
  }

  @Test
  void refusals_and_debug_lines_are_lost_before_others_and_logins_last() throws Exception {
    stall();
    int fills = CAPACITY / 100;

    writeMany(fills, LineKind.REFUSAL);
    writeMany(fills, LineKind.DEBUG);
    writeMany(fills / 5, LineKind.OTHER);
    writeMany(fills / 5, LineKind.LOGIN);

    assertThat(writer.lost(LineKind.REFUSAL)).isBetween(fills / 2L, fills * 6L / 10);
    assertThat(writer.lost(LineKind.DEBUG)).isEqualTo(fills);
    assertThat(writer.lost(LineKind.OTHER)).isZero();
    assertThat(writer.lost(LineKind.LOGIN)).isZero();
  }

  @Test
  void losses_that_go_on_are_reported_again_and_again_and_never_twice() throws Exception {
    for (int round = 0; round < 5; round++) {
      channel.stall();
      writeMany(20_000, LineKind.OTHER);
      channel.readAgain();
      writer.flush(LONG);
    }

    writer.flush(LONG);

    Pattern report = Pattern.compile("lost \\{OTHER=(\\d+)}");
    long reported =
        channel.lines().stream()
            .map(report::matcher)
            .filter(Matcher::matches)
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    assertThat(reported).isPositive().isEqualTo(writer.lost(LineKind.OTHER));
    assertThat(channel.lines().stream().filter(LINE::equals).count() + reported)
        .isEqualTo(5 * 20_000);
  }

  @Test
  void a_channel_that_fails_and_one_that_takes_a_part_lose_nothing() {
    channel.failTimes(3);
    channel.takeAtMost(7);
    writeMany(20, LineKind.OTHER);

    writer.flush(LONG);

    assertThat(channel.lines()).hasSize(20).containsOnly(LINE);
  }

  @Test
  void a_channel_that_takes_nothing_for_a_while_loses_nothing() {
    channel.takeAtMost(0);
    writeMany(20, LineKind.OTHER);
    writer.flush(Duration.ofMillis(50));
    channel.takeAtMost(1000);

    writer.flush(LONG);

    assertThat(channel.lines()).hasSize(20).containsOnly(LINE);
  }

  @Test
  void a_line_that_is_longer_than_a_batch_is_written_whole() {
    String longest = "y".repeat(3 * LogWriter.BATCH_BYTES);
    write("before", LineKind.OTHER);
    write(longest, LineKind.OTHER);
    write("after", LineKind.OTHER);

    writer.flush(LONG);

    assertThat(channel.lines()).containsExactly("before", longest, "after");
  }

  @Test
  void a_close_writes_what_is_queued() {
    writeMany(5_000, LineKind.LOGIN);

    writer.close(LONG);

    assertThat(channel.lines()).hasSize(5_000);
  }

  @Test
  void a_close_does_not_wait_for_ever_for_a_channel_that_nobody_reads() throws Exception {
    stall();
    writeMany(5_000, LineKind.LOGIN);

    writer.close(Duration.ofMillis(100));

    assertThat(channel.lines()).isEmpty();
  }

  @Test
  void an_interrupt_of_the_caller_does_not_reach_the_log() {
    Thread.currentThread().interrupt();
    write("one", LineKind.LOGIN);
    boolean interrupted = Thread.interrupted();

    writer.flush(LONG);

    assertThat(interrupted).isTrue();
    assertThat(channel.lines()).containsExactly("one");
  }
}
