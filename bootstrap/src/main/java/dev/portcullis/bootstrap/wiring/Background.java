package dev.portcullis.bootstrap.wiring;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a few tasks concurrently after their answer has been sent, and rejects what is too much. */
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
   * An executor without tasks.
   *
   * @param patience how long closing waits for running tasks
   */
  Background(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Accepts no more tasks, and waits a while for the accepted ones. */
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
