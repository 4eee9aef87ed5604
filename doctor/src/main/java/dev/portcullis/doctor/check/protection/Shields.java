package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.Set;
import java.util.function.Function;

/** What the parts of attack protection have in common: a switch, and what they do about attacks. */
final class Shields {

  private static final String BLOCK = "block";

  private Shields() {}

  /**
   * Whether a part is on and blocks.
   *
   * @param wrong makes the result if not
   */
  static CheckResult judge(
      boolean enabled, Set<String> shields, Function<String, CheckResult> wrong) {
    if (enabled && shields.contains(BLOCK)) {
      return new Passed("on, blocks");
    }
    return wrong.apply(enabled ? "on, but does not block: only logs" : "off");
  }

  /** Switches a part on and has it block. */
  static ChangeSet raise(
      ChangeSet changes, OfProtection part, boolean enabled, Set<String> shields) {
    return changes
        .set(part, "enabled", new Value.Flag(enabled), new Value.Flag(true))
        .edit(
            part,
            "shields",
            shields.toVector().sorted(),
            now -> now.toSet().add(BLOCK).toVector().sorted());
  }
}
