package dev.portcullis.domain.address;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * As many attacks as one has time for, on all processors. By its name it is no part of a build:
 *
 * <pre>./mvnw -q -pl domain test -Dtest=AttackRun -Dportcullis.attacks=100000000</pre>
 *
 * <p>An attack that got through is told with its number, and is run again alone with {@code
 * -Dportcullis.attacks=1 -Dportcullis.attacks.from=NUMBER}.
 */
class AttackRun {

  private static final long ATTACKS = Long.getLong("portcullis.attacks", 1_000_000);
  private static final long FROM = Long.getLong("portcullis.attacks.from", 0);
  private static final long CHUNK = Math.max(1, Math.min(100_000, ATTACKS / 100));

  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final long start = System.nanoTime();

  @Test
  void no_attack_gets_through() throws InterruptedException, ExecutionException {
    int workers = Runtime.getRuntime().availableProcessors();
    long resolved = 0;
    Map<RejectionReason, Long> rejections = new EnumMap<>(RejectionReason.class);
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<Attack>> results = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        results.add(executor.submit(this::attack));
      }
      for (Future<Attack> result : results) {
        Attack attack = result.get();
        resolved += attack.resolved();
        attack
            .rejections()
            .forEach((reason, count) -> rejections.merge(reason, count[0], Long::sum));
      }
    }
    long rejected = rejections.values().stream().mapToLong(Long::longValue).sum();
    rejections.forEach((reason, count) -> say("%,15d %s", count, reason.code()));
    say(
        "%,d attacks from %,d in %,d s: %,d told the true address, %,d were refused, 0 got through",
        resolved + rejected, FROM, seconds(), resolved, rejected);
  }

  private Attack attack() {
    Attack attack = new Attack();
    for (long chunk = next.getAndAdd(CHUNK); chunk < ATTACKS; chunk = next.getAndAdd(CHUNK)) {
      long end = Math.min(chunk + CHUNK, ATTACKS);
      for (long number = FROM + chunk; number < FROM + end; number++) {
        try {
          attack.run(number);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
          next.set(ATTACKS);
          throw new AssertionError("attack " + number, e);
        }
      }
      long before = done.getAndAdd(end - chunk);
      long after = before + end - chunk;
      if (after * 20 / ATTACKS > before * 20 / ATTACKS) {
        say("%,d of %,d attacks after %,d s", after, ATTACKS, seconds());
      }
    }
    return attack;
  }

  private long seconds() {
    return (System.nanoTime() - start) / 1_000_000_000;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
