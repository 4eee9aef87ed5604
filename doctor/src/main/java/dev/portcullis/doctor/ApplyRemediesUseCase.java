package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.tenant.Change;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Mends what the doctor finds wrong with the tenant's settings. Each change is one call that is
 * made wholly or not at all; whatever is interrupted, the next plan holds what is left.
 */
public interface ApplyRemediesUseCase {

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
