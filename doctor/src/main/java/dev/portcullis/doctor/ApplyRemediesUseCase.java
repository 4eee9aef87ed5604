package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.remedy.Change;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Fixes what the doctor finds wrong with the tenant's settings. Each change is one call that is
 * made completely or not at all; after an interruption, the next plan contains what is left.
 */
public interface ApplyRemediesUseCase {

  /** Returns what would be changed, from the settings as they are now. Changes nothing. */
  Plan plan(Selection selection);

  /** Makes these changes in their order; a change that fails does not prevent the others. */
  Seq<Made> make(Seq<Change> changes, Progress progress);

  /**
   * What would be changed.
   *
   * @param left what is wrong or unknown and is not changed, because an operator has to decide
   */
  record Plan(Seq<Change> changes, Seq<Finding> left) {}

  /**
   * The result of a change.
   *
   * @param problem none if it was made
   */
  record Made(Change change, Option<String> problem) {}
}
