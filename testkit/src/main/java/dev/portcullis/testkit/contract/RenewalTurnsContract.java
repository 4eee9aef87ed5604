package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewalTurns.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RenewalTurns} does that several instances share. Implement it in a test class;
 * the one method to write is {@link #instances}. Turns are measured in real time, so that these
 * tests take some seconds.
 */
public interface RenewalTurnsContract {

  /** Longer than a turn of these tests takes. */
  Duration LONG = Duration.ofSeconds(30);

  /**
   * The turns of some instances that share one store, in which nobody has a turn yet.
   *
   * @param longest how long a turn may take
   */
  List<RenewalTurns> instances(int number, Duration longest);

  @Test
  default void an_instance_that_waits_gets_the_result_of_the_one_that_renews() throws Exception {
    List<RenewalTurns> two = instances(2, LONG);
    Turn first = two.get(0).take(session(1));
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Turn> waits = other.submit(() -> two.get(1).take(session(1)));

      boolean counts = two.get(0).renewed(session(1), mine(first), "a".repeat(4096));

      assertThat(counts).isTrue();
      assertThat(waits.get()).isEqualTo(new Turn.Renewed("a".repeat(4096)));
    }
    assertThat(two.get(1).take(session(1))).isEqualTo(new Turn.Renewed("a".repeat(4096)));
  }

  @Test
  default void each_renewal_has_its_own_turn() {
    List<RenewalTurns> two = instances(2, LONG);
    Turn one = two.get(0).take(session(1));

    Turn another = two.get(1).take(session(2));

    assertThat(one).isInstanceOf(Turn.Mine.class);
    assertThat(another).isInstanceOf(Turn.Mine.class);
  }

  @Test
  default void the_end_of_a_session_is_told_to_the_others() {
    List<RenewalTurns> two = instances(2, LONG);
    Turn first = two.get(0).take(session(1));

    boolean counts = two.get(0).ended(session(1), mine(first));

    assertThat(counts).isTrue();
    assertThat(two.get(1).take(session(1))).isEqualTo(new Turn.Ended());
  }

  @Test
  default void after_a_renewal_without_an_answer_the_next_may_try_a_second_later()
      throws Exception {
    List<RenewalTurns> two = instances(2, LONG);
    Turn first = two.get(0).take(session(1));

    two.get(0).unanswered(session(1), mine(first));

    assertThat(two.get(1).take(session(1))).isEqualTo(new Turn.Unanswered());
    Thread.sleep(Duration.ofMillis(1100));
    Turn next = two.get(1).take(session(1));
    assertThat(mine(next).fence()).isGreaterThan(mine(first).fence());
  }

  @Test
  default void a_turn_that_took_too_long_is_anothers_and_its_late_result_does_not_count() {
    List<RenewalTurns> two = instances(2, Duration.ofMillis(200));
    Turn first = two.get(0).take(session(1));
    Turn next = two.get(1).take(session(1));

    boolean late = two.get(0).renewed(session(1), mine(first), "late");
    boolean lateEnd = two.get(0).ended(session(1), mine(first));
    boolean counts = two.get(1).renewed(session(1), mine(next), "counts");
    boolean laterStill = two.get(0).ended(session(1), mine(first));

    assertThat(mine(next).fence()).isGreaterThan(mine(first).fence());
    assertThat(List.of(late, lateEnd, laterStill)).containsOnly(false);
    assertThat(counts).isTrue();
    assertThat(two.get(0).take(session(1))).isEqualTo(new Turn.Renewed("counts"));
  }

  @Test
  default void of_sixty_simultaneous_turns_on_three_instances_one_renews() throws Exception {
    List<RenewalTurns> three = instances(3, LONG);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Turn>> turns =
          IntStream.range(0, 60)
              .mapToObj(i -> users.submit(() -> takeAndRenew(three.get(i % 3))))
              .toList();

      int renewing = 0;
      for (Future<Turn> turn : turns) {
        renewing += turn.get() instanceof Turn.Mine ? 1 : 0;
      }
      assertThat(renewing).isEqualTo(1);
    }
  }

  @Test
  default void the_result_is_not_printed() {
    assertThat(new Turn.Renewed("value-of-a-cookie").toString()).doesNotContain("cookie");
  }

  private static Turn takeAndRenew(RenewalTurns turns) {
    Turn turn = turns.take(session(1));
    if (turn instanceof Turn.Mine mine) {
      boolean unused = turns.renewed(session(1), mine, "sealed");
    }
    return turn;
  }

  private static Turn.Mine mine(Turn turn) {
    assertThat(turn).isInstanceOf(Turn.Mine.class);
    return (Turn.Mine) turn;
  }
}
