package dev.portcullis.bootstrap.doctor;

import dev.portcullis.application.port.out.Pause;
import java.time.Duration;

/** Lets real time pass. */
public final class Sleep implements Pause {

  @Override
  public void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
