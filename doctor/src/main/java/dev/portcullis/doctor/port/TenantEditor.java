package dev.portcullis.doctor.port;

import dev.portcullis.doctor.remedy.Change;
import io.vavr.control.Option;

/**
 * Changes the tenant's settings: one call per change, never twice. Throws nothing, ends within a
 * bounded time. Its contract is {@code TenantEditorContract} in testkit-doctor.
 */
@FunctionalInterface
public interface TenantEditor {

  /** Makes a change; returns the problem if it was not made or its outcome is unknown. */
  Option<String> make(Change change);

  /** An editor that makes no change, for this reason. */
  static TenantEditor without(String why) {
    return change -> Option.of(why);
  }
}
