package dev.portcullis.bootstrap.settings;

import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.doctor.Checks;
import dev.portcullis.doctor.check.Acceptance;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.LocalDate;

/** A risk that operators accept, and where that is written. */
public final class AcceptedRisk {

  private final Section section;
  private final Acceptance acceptance;

  private AcceptedRisk(Section section, Acceptance acceptance) {
    this.section = section;
    this.acceptance = acceptance;
  }

  /** Reads {@code doctor.accept}. */
  static Validation<Seq<SettingsProblem>, Seq<AcceptedRisk>> readAll(Section doctor) {
    return doctor
        .each(
            "accept",
            "{check, reason, until}",
            "What the doctor finds wrong and you accept: reported with the reason, and not"
                + " counted. After the last day, until (a date, in UTC), it counts again.",
            AcceptedRisk::read)
        .flatMap(AcceptedRisk::withoutRepetition);
  }

  private static Validation<Seq<SettingsProblem>, AcceptedRisk> read(Section section) {
    Accumulator all = new Accumulator();
    var check = all.add(section.required("check", ValueType.TEXT, "The id of the check."));
    var reason = all.add(section.required("reason", ValueType.TEXT, "The reason, in one line."));
    var until = all.add(section.required("until", ValueType.DATE, "The last day, in UTC."));
    return all.check(
        () ->
            Checks.of(check.get()).isEmpty()
                ? section.invalid(
                    "check",
                    "no such check: " + check.get(),
                    "take an id from docs/reference/doctor-checks.md")
                : Validation.valid(
                    new AcceptedRisk(
                        section,
                        new Acceptance(
                            check.get(),
                            reason.get().replaceAll("\\p{Cntrl}+", " "),
                            until.get()))));
  }

  private static Validation<Seq<SettingsProblem>, Seq<AcceptedRisk>> withoutRepetition(
      Seq<AcceptedRisk> risks) {
    return risks
        .find(risk -> risks.count(other -> other.id().equals(risk.id())) > 1)
        .<Validation<Seq<SettingsProblem>, Seq<AcceptedRisk>>>fold(
            () -> Validation.valid(risks),
            risk ->
                risk.section.invalid(
                    "check", risk.id() + " is accepted twice", "keep one of the two"));
  }

  private String id() {
    return acceptance.check();
  }

  /** What is accepted. */
  public Acceptance acceptance() {
    return acceptance;
  }

  /** A warning if it is no longer accepted on this day. */
  public Option<SettingsProblem> warning(LocalDate today) {
    return Option.when(
        !acceptance.holds(today),
        () ->
            section.problem(
                "until",
                acceptance.until() + " is over, so " + id() + " counts again",
                "fix what it finds, or accept it again with a later date; otherwise remove this"));
  }
}
