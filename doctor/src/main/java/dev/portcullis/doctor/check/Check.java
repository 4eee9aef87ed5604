package dev.portcullis.doctor.check;

import dev.portcullis.doctor.remedy.ChangeSet;

/**
 * One thing that the doctor checks: how it is described, how the facts are judged, and which change
 * of the tenant fixes it. A check is one class; to add one, write the class in the package of its
 * area, put it into the list of that package, and give it rows in the table beside it. Reports, the
 * command's options and the documentation derive from it.
 *
 * <p>Implementations are stateless and total: they never throw and read nothing themselves.
 */
public interface Check {

  /** Its id, title and explanation. */
  CheckDescription description();

  /** Judges the facts. A fact that is missing makes it {@link CheckResult.NotChecked}. */
  CheckResult judge(Facts facts);

  /**
   * Adds the changes that fix what this check found wrong. None by default: an operator has to
   * decide.
   *
   * @param facts those of which {@link #judge} returned a warning or a failure
   */
  default ChangeSet remedy(Facts facts, ChangeSet changes) {
    return changes;
  }

  /** The key that scripts use, such as {@code trust-header}; it never changes its meaning. */
  default String id() {
    return description().id();
  }

  /** What it is about. */
  default Area area() {
    return description().area();
  }

  /** Its title in reports. */
  default String title() {
    return description().title();
  }

  /** Judges the facts and returns the result with this check. */
  default Finding find(Facts facts) {
    return new Finding(this, judge(facts));
  }
}
