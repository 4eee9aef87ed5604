package dev.portcullis.adapters.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A registry in memory that at some time fails whatever it is asked. */
final class BreakableRegistry extends SimpleMeterRegistry {

  private boolean broken;

  void breakDown() {
    broken = true;
    clear();
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
    check();
    return super.newTimer(id, config, pauseDetector);
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    check();
    return super.newCounter(id);
  }

  private void check() {
    if (broken) {
      throw new IllegalStateException("the registry is full");
    }
  }
}
