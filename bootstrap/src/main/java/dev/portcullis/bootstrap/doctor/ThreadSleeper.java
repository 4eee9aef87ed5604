package dev.portcullis.bootstrap.doctor;

import dev.portcullis.doctor.port.Sleeper;
import java.time.Duration;

/** Puts the thread to sleep. */
public final class ThreadSleeper implements Sleeper {

  @Override
  public void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
