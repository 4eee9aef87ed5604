package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.Change;
import io.vavr.control.Option;

/**
 * Changes the tenant's settings: one call per change, never twice. Throws nothing, ends within a
 * bounded time. Its contract is {@code TenantEditorContract} in the testkit.
 */
@FunctionalInterface
public interface TenantEditor {

  /** Makes a change; the reason if it was not made, or if nobody knows whether it was. */
  Option<String> make(Change change);

  /** An editor of nothing. */
  static TenantEditor without(String why) {
    return change -> Option.of(why);
  }
}
