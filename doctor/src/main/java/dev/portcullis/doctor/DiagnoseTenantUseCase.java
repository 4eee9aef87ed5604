package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import java.time.Duration;

/**
 * Looks at tenant, log and machine and says what is wrong with the set-up. Changes nothing; a
 * canary login is the one thing that it submits.
 */
@FunctionalInterface
public interface DiagnoseTenantUseCase {

  /**
   * Looks at what is selected. Blocks, for minutes if a log is late.
   *
   * @param lookBack how far back the log is read
   * @param progress told what takes long
   */
  Diagnosis diagnose(Selection selection, Duration lookBack, Progress progress);
}
