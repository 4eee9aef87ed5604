package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import java.time.Duration;

/**
 * Checks tenant, log and host, and reports what is wrong with the set-up. Changes nothing; the
 * canary's login is the only thing that it submits.
 */
@FunctionalInterface
public interface DiagnoseTenantUseCase {

  /**
   * Runs the selected checks. Blocks, for minutes if the tenant's log is late.
   *
   * @param lookBack how far back the log is read
   * @param progress receives a message before each step that takes long
   */
  Diagnosis diagnose(Selection selection, Duration lookBack, Progress progress);
}
