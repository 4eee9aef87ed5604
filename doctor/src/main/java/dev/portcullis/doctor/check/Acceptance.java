package dev.portcullis.doctor.check;

import java.time.LocalDate;

/**
 * A risk that operators accept: what a check finds wrong is reported and does not count.
 *
 * @param check the check's id
 * @param reason why it is accepted, for the reports
 * @param until the last day on which it is, in UTC
 */
public record Acceptance(String check, String reason, LocalDate until) {

  /** Whether it is accepted on this day. */
  public boolean holds(LocalDate today) {
    return !today.isAfter(until);
  }

  @Override
  public String toString() {
    return "accepted until " + until + ": " + reason;
  }
}
