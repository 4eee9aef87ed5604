package dev.portcullis.bootstrap.wiring;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does a few things at a time after their answer has been given, and refuses what is too much. */
final class Background implements Executor, AutoCloseable {

  private static final int AT_A_TIME = 16;
  private static final int WAITING = 1000;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_A_TIME,
          AT_A_TIME,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofVirtual().name("background-", 0).factory());

  private final Duration patience;

  /**
   * @param patience how long closing waits for what is under way
   */
  Background(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Takes nothing more, and waits a while for what it has taken. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      boolean unused = threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
