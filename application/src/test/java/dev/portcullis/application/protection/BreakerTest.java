package dev.portcullis.application.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.protection.Breaker.Call;
import dev.portcullis.application.protection.Breaker.End;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long MILLI = 1_000;
  private static final long SECOND = 1_000_000;

  private final List<String> events = new ArrayList<>();
  private final Breaker breaker =
      new Breaker(
          Option.some(Duration.ofMillis(1500)),
          new ProtectionEvents() {
            @Override
            public void opened() {
              events.add("opened");
            }

            @Override
            public void closed() {
              events.add("closed");
            }
          });

  @Test
  void five_failures_and_a_second_and_a_half_of_silence_open_it() {
    for (int i = 0; i < 5; i++) {
      call(i * 300L * MILLI, i * 300L * MILLI + 1, End.FAILED);
    }

    assertThat(breaker.isOpen(1499 * MILLI)).isFalse();
    assertThat(breaker.isOpen(1500 * MILLI)).isTrue();
    assertThat(events).containsExactly("opened");
  }

  @Test
  void four_failures_do_not_open_it_however_long_ago_the_last_answer_is() {
    for (int i = 0; i < 4; i++) {
      call(i * SECOND, i * SECOND + 1, End.FAILED);
    }

    assertThat(breaker.isOpen(60 * SECOND)).isFalse();
  }

  @Test
  void calls_that_hang_open_it_long_before_they_end() {
    for (int i = 0; i < 20; i++) {
      breaker.started(i * 50L * MILLI);
    }

    assertThat(breaker.isOpen(1499 * MILLI)).isFalse();
    assertThat(breaker.isOpen(1500 * MILLI)).isTrue();
  }

  @Test
  void calls_that_have_just_started_do_not_hang() {
    breaker.started(0);
    for (int i = 0; i < 20; i++) {
      breaker.started(1000 * MILLI);
    }

    assertThat(breaker.isOpen(1900 * MILLI)).isFalse();
    assertThat(breaker.isOpen(2000 * MILLI)).isTrue();
  }

  @Test
  void one_answer_within_the_time_keeps_it_closed_among_many_that_hang_or_fail() {
    for (int i = 0; i < 100; i++) {
      breaker.started(i * 30L * MILLI);
      call(i * 30L * MILLI, i * 30L * MILLI + 1, End.FAILED);
      if (i % 40 == 0) {
        call(i * 30L * MILLI, i * 30L * MILLI + 2, End.ANSWERED);
      }
      assertThat(breaker.isOpen(i * 30L * MILLI + 3)).as("call %s", i).isFalse();
    }
  }

  @Test
  void answers_never_open_it_whatever_they_say() {
    for (int i = 0; i < 1000; i++) {
      call(i * 10L * SECOND, i * 10L * SECOND + 9 * SECOND, End.ANSWERED);
    }

    assertThat(breaker.isOpen(100_000 * SECOND)).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void calls_that_were_not_sent_say_nothing() {
    for (int i = 0; i < 100; i++) {
      call(i * 100L * MILLI, i * 100L * MILLI + 1, End.UNSENT);
    }

    assertThat(breaker.isOpen(60 * SECOND)).isFalse();
  }

  @Test
  void a_first_call_after_a_long_time_does_not_find_the_tenant_silent() {
    call(0, 1, End.ANSWERED);
    for (int i = 0; i < 5; i++) {
      call(3600 * SECOND, 3600 * SECOND + 1, End.FAILED);
    }

    assertThat(breaker.isOpen(3600 * SECOND + 2)).isFalse();
    assertThat(breaker.isOpen(3602 * SECOND)).isTrue();
  }

  @Test
  void a_second_after_it_has_opened_one_call_at_a_time_goes_through() {
    open();

    assertThat(breaker.isProbeDue(2499 * MILLI)).isFalse();
    assertThat(breaker.isProbeDue(2500 * MILLI)).isTrue();
    Call probe = breaker.started(2500 * MILLI);
    assertThat(breaker.state(2501 * MILLI)).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breaker.isProbeDue(2501 * MILLI)).isFalse();
    breaker.ended(probe, End.FAILED, 2600 * MILLI);
    assertThat(breaker.state(2601 * MILLI)).isEqualTo(BreakerState.OPEN);
    assertThat(breaker.isProbeDue(2601 * MILLI)).isFalse();
    assertThat(breaker.isProbeDue(4600 * MILLI)).isTrue();
  }

  @Test
  void probes_come_at_least_every_four_seconds() {
    open();
    long now = 2500 * MILLI;
    for (int i = 0; i < 10; i++) {
      Call probe = breaker.started(now);
      breaker.ended(probe, End.FAILED, now + 1);
      now += 4 * SECOND + 1;

      assertThat(breaker.isProbeDue(now)).isTrue();
    }
  }

  @Test
  void a_probe_that_hangs_is_not_waited_for() {
    open();

    breaker.started(2500 * MILLI);

    assertThat(breaker.isProbeDue(5499 * MILLI)).isFalse();
    assertThat(breaker.isProbeDue(5500 * MILLI)).isTrue();
  }

  @Test
  void an_answered_probe_closes_it() {
    open();
    Call probe = breaker.started(2500 * MILLI);

    breaker.ended(probe, End.ANSWERED, 2600 * MILLI);

    assertThat(breaker.state(2601 * MILLI)).isEqualTo(BreakerState.CLOSED);
    assertThat(events).containsExactly("opened", "closed");
  }

  @Test
  void a_probe_that_was_not_sent_is_made_up_for() {
    open();
    Call probe = breaker.started(2500 * MILLI);

    breaker.ended(probe, End.UNSENT, 2501 * MILLI);

    assertThat(breaker.state(2502 * MILLI)).isEqualTo(BreakerState.OPEN);
    assertThat(breaker.isProbeDue(3500 * MILLI)).isFalse();
    assertThat(breaker.isProbeDue(3501 * MILLI)).isTrue();
  }

  @Test
  void a_call_from_before_that_fails_puts_off_no_probe() {
    Call late = breaker.started(0);
    open();

    breaker.ended(late, End.FAILED, 2400 * MILLI);

    assertThat(breaker.isProbeDue(2500 * MILLI)).isTrue();
  }

  @Test
  void after_it_has_closed_probes_start_from_a_second_again() {
    open();
    long now = 2500 * MILLI;
    for (int i = 0; i < 3; i++) {
      breaker.ended(breaker.started(now), End.FAILED, now);
      now += 4 * SECOND;
    }
    breaker.ended(breaker.started(now), End.ANSWERED, now);
    for (int i = 0; i < 5; i++) {
      call(now, now, End.FAILED);
    }
    assertThat(breaker.isOpen(now + 1500 * MILLI)).isTrue();

    assertThat(breaker.isProbeDue(now + 2499 * MILLI)).isFalse();
    assertThat(breaker.isProbeDue(now + 2500 * MILLI)).isTrue();
  }

  @Test
  void a_late_answer_to_a_call_from_before_closes_it_too() {
    Call late = breaker.started(0);
    for (int i = 0; i < 5; i++) {
      breaker.started(0);
    }
    assertThat(breaker.isOpen(1500 * MILLI)).isTrue();

    breaker.ended(late, End.ANSWERED, 1800 * MILLI);

    assertThat(breaker.isOpen(1801 * MILLI)).isFalse();
  }

  @Test
  void it_opens_again_if_the_tenant_falls_silent_again() {
    open();
    breaker.ended(breaker.started(2500 * MILLI), End.ANSWERED, 2600 * MILLI);
    for (int i = 0; i < 5; i++) {
      breaker.started(3000 * MILLI);
    }

    assertThat(breaker.isOpen(4499 * MILLI)).isFalse();
    assertThat(breaker.isOpen(4500 * MILLI)).isTrue();
    assertThat(events).containsExactly("opened", "closed", "opened");
  }

  @Test
  void without_a_time_it_stays_closed() {
    Breaker never = new Breaker(Option.none(), ProtectionEvents.NONE);
    for (int i = 0; i < 100; i++) {
      never.ended(never.started(0), End.FAILED, 1);
      never.started(0);
    }

    assertThat(never.isOpen(60 * SECOND)).isFalse();
    assertThat(never.state(60 * SECOND)).isEqualTo(BreakerState.CLOSED);
  }

  /** It is asked with a lock, but hears of answers without it. */
  @Test
  void an_answer_at_the_moment_it_opens_is_not_overlooked() throws Exception {
    Race.run(
        5_000,
        Hanging::new,
        Hanging::ask,
        Hanging::answer,
        it -> assertThat(it.tried.isOpen(1500 * MILLI)).isFalse());
  }

  /** Calls that hang, of which one is answered at the moment in which they are too many. */
  private static final class Hanging {

    private final ReentrantLock lock = new ReentrantLock();
    private final Breaker tried =
        new Breaker(Option.some(Duration.ofMillis(1500)), ProtectionEvents.NONE);
    private final Call answered = tried.started(0);

    Hanging() {
      for (int i = 0; i < 5; i++) {
        tried.started(0);
      }
    }

    void ask() {
      lock.lock();
      try {
        boolean unused = tried.isOpen(1500 * MILLI);
      } finally {
        lock.unlock();
      }
    }

    void answer() {
      if (!tried.answeredQuietly(answered, 1500 * MILLI)) {
        lock.lock();
        try {
          tried.ended(answered, End.ANSWERED, 1500 * MILLI);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  @Test
  void while_the_provider_answers_calls_pass_and_end_without_its_lock() {
    assertThat(breaker.isQuiet(0)).as("before the first answer").isFalse();
    call(0, 0, End.ANSWERED);
    call(1, 1, End.FAILED);

    assertThat(breaker.isQuiet(1499 * MILLI)).isTrue();
    Call passed = breaker.startedQuietly(1499 * MILLI);
    assertThat(breaker.isQuiet(1500 * MILLI)).isFalse();
    assertThat(breaker.answeredQuietly(passed, 1500 * MILLI)).as("after a failure").isFalse();
    breaker.ended(passed, End.ANSWERED, 1500 * MILLI);
    assertThat(breaker.isQuiet(2999 * MILLI)).isTrue();
    assertThat(breaker.answeredQuietly(breaker.startedQuietly(2000), 2000)).isTrue();
  }

  @Test
  void calls_that_passed_without_its_lock_are_seen_to_hang() {
    call(0, 0, End.ANSWERED);
    for (int i = 0; i < 5; i++) {
      breaker.startedQuietly(100 * MILLI);
    }

    assertThat(breaker.isOpen(1599 * MILLI)).isFalse();
    assertThat(breaker.isOpen(1600 * MILLI)).isTrue();
    assertThat(breaker.isQuiet(1600 * MILLI)).isFalse();
  }

  private void open() {
    for (int i = 0; i < 5; i++) {
      call(0, 1, End.FAILED);
    }
    assertThat(breaker.isOpen(1500 * MILLI)).isTrue();
  }

  private void call(long started, long ended, End how) {
    breaker.ended(breaker.started(started), how, ended);
  }
}
