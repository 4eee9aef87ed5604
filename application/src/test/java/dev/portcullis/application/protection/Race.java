package dev.portcullis.application.protection;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two actions on one thing at the same moment, again and again, one or the other a little ahead.
 */
final class Race {

  private static final int MOST_AHEAD = 60;

  private Race() {}

  static <T> void run(
      int rounds, Supplier<T> fresh, Consumer<T> first, Consumer<T> second, Consumer<T> afterwards)
      throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < rounds; round++) {
        T each = fresh.get();
        int ahead = random.nextInt(-MOST_AHEAD, MOST_AHEAD);
        AtomicInteger there = new AtomicInteger();
        Future<?> its =
            other.submit(
                () -> {
                  meet(there, -ahead);
                  second.accept(each);
                });
        meet(there, ahead);
        first.accept(each);
        its.get();
        afterwards.accept(each);
      }
    }
  }

  private static void meet(AtomicInteger there, int late) {
    there.incrementAndGet();
    while (there.get() < 2) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < late; i++) {
      Thread.onSpinWait();
    }
  }
}
