package dev.portcullis.embed;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts the calls in progress, and lets no new one begin once it is closed. */
final class OpenCalls {

  private final String owner;
  private final Semaphore permits = new Semaphore(Integer.MAX_VALUE);
  private volatile boolean closed;

  /**
   * No call is in progress.
   *
   * @param owner whose calls these are, for messages
   */
  OpenCalls(String owner) {
    this.owner = owner;
  }

  /**
   * Makes one call. What it throws is a defect of a port, whose message may have a password in it:
   * only its type and where it happened are kept.
   *
   * @throws IllegalStateException if this is closed, or the call throws
   */
  <T> T run(Supplier<T> call) {
    if (closed || !permits.tryAcquire()) {
      throw new IllegalStateException(owner + " is closed (expected: no use after close)");
    }
    try {
      return call.get();
    } catch (RuntimeException e) {
      IllegalStateException defect =
          new IllegalStateException(
              owner + ": a port threw " + e.getClass().getName() + " (expected: an answer)");
      defect.setStackTrace(e.getStackTrace());
      throw defect;
    } finally {
      permits.release();
    }
  }

  /**
   * Lets no new call begin and waits for those in progress.
   *
   * @param patience how long at most
   * @return whether this closed it, and not an earlier call
   */
  boolean close(Duration patience) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
    }
    try {
      boolean unused =
          permits.tryAcquire(Integer.MAX_VALUE, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
