package dev.portcullis.application.port.in;

import dev.portcullis.domain.doctor.Change;
import dev.portcullis.domain.doctor.Finding;
import dev.portcullis.domain.doctor.Selection;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Mends what the doctor finds wrong with the tenant's settings. Each change is one call that is
 * made wholly or not at all; whatever is interrupted, the next plan holds what is left.
 */
public interface MendTenantUseCase {

  /** What would be changed, from the settings as they are now. Changes nothing. */
  Plan plan(Selection selection);

  /** Makes these changes in their order; one that fails does not keep back the others. */
  Seq<Made> make(Seq<Change> changes, Progress progress);

  /**
   * What would be changed.
   *
   * @param left what is wrong or unknown and stays so: only a person can decide it
   */
  record Plan(Seq<Change> changes, Seq<Finding> left) {}

  /**
   * What became of a change.
   *
   * @param problem none if it was made
   */
  record Made(Change change, Option<String> problem) {}
}
