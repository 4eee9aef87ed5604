package dev.portcullis.bootstrap.doctor;

import dev.portcullis.doctor.port.Sleeper;
import java.time.Duration;

/** Lets real time pass. */
public final class Sleep implements Sleeper {

  @Override
  public void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
