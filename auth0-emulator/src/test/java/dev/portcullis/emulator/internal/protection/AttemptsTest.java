package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.crypto.PasswordHashing;
import dev.portcullis.emulator.crypto.PasswordScheme;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
class AttemptsTest {

  private final PasswordHashing bcrypt =
      PasswordScheme.parse("bcrypt:4").hashing(new SecureRandom());
  private final ReentrantLock hashing = new ReentrantLock();
  private final Attempts<String> attempts =
      new Attempts<>(
          () -> new ConsecutiveFailures(() -> 10),
          new TestClock(),
          3,
          Store.inMemory().table("t", String.class, Counted.class));

  @Test
  void parallel_failures_never_exceed_the_threshold() throws Exception {
    List<Boolean> admitted =
        inParallel(
            200,
            index ->
                attempts
                    .begin("alice")
                    .map(
                        place -> {
                          checkPassword();
                          place.failed();
                          return true;
                        })
                    .orElse(false));

    assertThat(admitted).filteredOn(yes -> yes).hasSize(10);
  }

  @Test
  void parallel_successes_are_never_refused() throws Exception {
    List<Boolean> admitted =
        inParallel(
            200,
            index ->
                attempts
                    .begin("alice")
                    .map(
                        place -> {
                          checkPassword();
                          place.succeeded();
                          return true;
                        })
                    .orElse(false));

    assertThat(admitted).doesNotContain(false);
    assertThat(attempts.size()).isZero();
  }

  @Test
  void an_attempt_given_back_counts_neither_way() {
    for (int i = 0; i < 9; i++) {
      attempts.fail("alice");
    }

    attempts.begin("alice").orElseThrow().abandoned();

    assertThat(attempts.begin("alice")).isPresent();
    assertThat(attempts.fail("alice")).isTrue();
    assertThat(attempts.begin("alice")).isEmpty();
  }

  @Test
  void a_place_is_decided_only_once() {
    Attempts<String>.Place place = attempts.begin("alice").orElseThrow();
    for (int i = 0; i < 20; i++) {
      place.failed();
    }

    assertThat(attempts.begin("alice")).isPresent();
  }

  @Test
  void only_the_failure_that_meets_the_threshold_returns_true() {
    List<Boolean> said = new ArrayList<>();

    for (int i = 0; i < 12; i++) {
      said.add(attempts.fail("alice"));
    }

    assertThat(said.indexOf(true)).isEqualTo(9);
    assertThat(said.lastIndexOf(true)).isEqualTo(9);
  }

  @Test
  void the_key_unused_for_longest_goes_when_there_are_too_many() {
    for (String key : List.of("a", "b", "c")) {
      attempts.fail(key);
    }
    attempts.fail("a");

    attempts.fail("d");

    assertThat(attempts.size()).isEqualTo(3);
    assertThat(attempts.forget(key -> key.equals("b"))).isZero();
  }

  @Test
  void forgetting_lifts_a_block_and_counts_it() {
    for (int i = 0; i < 10; i++) {
      attempts.fail("alice");
    }

    int lifted = attempts.forget(key -> key.equals("alice"));

    assertThat(lifted).isEqualTo(1);
    assertThat(attempts.begin("alice")).isPresent();
  }

  @Test
  void a_success_without_an_attempt_resets_the_count_of_its_key_alone() {
    for (int i = 0; i < 9; i++) {
      attempts.fail("alice");
      attempts.fail("bob");
    }

    attempts.succeed("alice");
    attempts.succeed("nobody");

    assertThat(attempts.remaining("alice")).isEqualTo(10);
    assertThat(attempts.remaining("bob")).isEqualTo(1);
    assertThat(attempts.size()).isEqualTo(1);
  }

  @Test
  void what_counts_is_listed_apart_from_what_is_blocked() {
    for (int i = 0; i < 10; i++) {
      attempts.fail("blocked");
    }
    attempts.fail("counting");
    Attempts<String>.Place open = attempts.begin("untouched").orElseThrow();
    Map<String, Integer> counting = new HashMap<>();
    List<String> blocked = new ArrayList<>();

    attempts.counting(counting::put);
    attempts.blocked((key, now) -> blocked.add(key));

    assertThat(counting).isEqualTo(Map.of("counting", 9));
    assertThat(blocked).containsExactly("blocked");
    open.abandoned();
  }

  @Test
  void a_key_whose_attempt_is_open_is_not_dropped_for_a_new_one() {
    Attempts<String>.Place open = attempts.begin("open").orElseThrow();
    for (int i = 0; i < 5; i++) {
      attempts.fail("key " + i);
    }

    boolean last = open.failed();

    assertThat(last).isFalse();
    assertThat(attempts.remaining("open")).isEqualTo(9);
    assertThat(attempts.size()).isEqualTo(3);
  }

  @Test
  void an_attempt_that_waits_goes_on_when_another_is_given_back_or_the_key_is_forgotten()
      throws Exception {
    for (boolean forgotten : List.of(true, false)) {
      for (int i = 0; i < 9; i++) {
        attempts.fail("alice");
      }
      Attempts<String>.Place last = attempts.begin("alice").orElseThrow();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<Boolean> next =
            threads.submit(
                () -> {
                  waiting.set(Thread.currentThread());
                  Optional<Attempts<String>.Place> place = attempts.begin("alice");
                  place.ifPresent(Attempts.Place::succeeded);
                  return place.isPresent();
                });
        while (waiting.get() == null || waiting.get().getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }

        if (forgotten) {
          attempts.forget(key -> key.equals("alice"));
        } else {
          last.abandoned();
        }

        assertThat(next.get()).isTrue();
      }
      last.abandoned();
      assertThat(attempts.size()).isZero();
    }
  }

  @Test
  void counts_are_kept_over_a_restart_until_they_are_forgotten_or_reset(@TempDir Path folder) {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      Attempts<String> before = of(store);
      for (String key : List.of("failed", "forgotten", "succeeded", "dropped")) {
        before.fail(key);
      }
      before.fail("failed");
      before.forget(key -> key.equals("forgotten"));
      before.begin("succeeded").orElseThrow().succeeded();
      before.begin("place").orElseThrow().failed();
    }

    try (DataDirectory data = DataDirectory.open(folder)) {
      Attempts<String> after = of(data.present().orElseThrow());

      assertThat(after.remaining("failed")).isEqualTo(8);
      assertThat(after.remaining("place")).isEqualTo(9);
      assertThat(after.remaining("forgotten")).isEqualTo(10);
      assertThat(after.remaining("succeeded")).isEqualTo(10);
      assertThat(after.size()).isEqualTo(3);
    }
  }

  private static Attempts<String> of(Store store) {
    return new Attempts<>(
        () -> new ConsecutiveFailures(() -> 10),
        new TestClock(),
        4,
        store.table("attempts", String.class, Counted.class));
  }

  /** Slow, and one concurrently: attempts admitted meanwhile queue here. */
  private void checkPassword() {
    hashing.lock();
    try {
      bcrypt.hash("guess");
    } finally {
      hashing.unlock();
    }
  }

  private static List<Boolean> inParallel(int count, Function<Integer, Boolean> task)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Boolean> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.apply(index);
                }));
      }
      start.countDown();
      for (Future<Boolean> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }
}
