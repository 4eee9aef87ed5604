package dev.portcullis.embed;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a few tasks concurrently after their answer has been sent, and rejects what is too much. */
final class Background implements Executor, AutoCloseable {

  private static final int AT_A_TIME = 16;
  private static final int WAITING = 1000;

  private final ThreadPoolExecutor threads;
  private final Duration patience;

  /**
   * An executor without tasks.
   *
   * @param name the name of the tenant, which the threads are named after
   * @param patience how long closing waits for running tasks
   */
  Background(String name, Duration patience) {
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            AT_A_TIME,
            AT_A_TIME,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofVirtual().name("portcullis-" + name + "-background-", 0).factory());
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
