package dev.portcullis.doctor.report;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** The findings as text: a line each, and for what is wrong why it matters and how to fix it. */
public final class DoctorTable {

  private static final int TITLE = 34;

  private final PrintWriter out;
  private final boolean colour;

  public DoctorTable(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /**
   * Prints the findings and a summary.
   *
   * @param explained whether to explain what is wrong, and to name a document for what was not
   *     checked
   */
  public void print(Diagnosis diagnosis, boolean explained) {
    @Nullable Area area = null;
    for (Finding finding :
        diagnosis.findings().reject(it -> it.result() instanceof CheckResult.Skipped)) {
      if (finding.check().area() != area) {
        area = finding.check().area();
        out.println();
        out.println(painted("1", area.heading()));
      }
      line(finding);
      if (explained && finding.isWrong()) {
        explain(finding.check().description());
      }
      if (explained && finding.result() instanceof CheckResult.NotChecked) {
        note("", finding.check().description().source());
      }
      note("", skipped(diagnosis.skippedBecauseOf(finding.check())));
    }
    out.println();
    out.println(sum(diagnosis));
    out.flush();
  }

  private void line(Finding finding) {
    CheckResult result = finding.result();
    String mark =
        switch (result) {
          case CheckResult.Passed it -> painted("32", "ok  ");
          case CheckResult.Warning it -> painted("33", "WARN");
          case CheckResult.Failed it -> painted("31", "FAIL");
          case CheckResult.Accepted it -> painted("36", "acc ");
          case CheckResult.NotChecked it -> painted("35", "?   ");
          case CheckResult.Skipped it -> painted("35", "?   ");
          case CheckResult.NotApplicable it -> painted("2", "-   ");
        };
    String title = finding.check().title();
    out.println(
        "  "
            + mark
            + "  "
            + title
            + " ".repeat(Math.max(1, TITLE - title.length()))
            + result.text());
    if (result instanceof CheckResult.Accepted(var found, var by)) {
      note(found instanceof CheckResult.Failed ? "FAIL, " : "WARN, ", by.toString());
    }
  }

  private void explain(CheckDescription check) {
    note("", check.why());
    note("Dashboard  ", check.dashboard());
    note("API        ", check.api());
    note("Terraform  ", check.terraform());
    note("", check.source());
  }

  /** How many checks a finding kept from being made; empty if none. */
  public static String skipped(int checks) {
    return switch (checks) {
      case 0 -> "";
      case 1 -> "1 check skipped because of it";
      default -> checks + " checks skipped because of it";
    };
  }

  private void note(String head, String text) {
    if (!text.isEmpty()) {
      out.println("          " + painted("2", head + text));
    }
  }

  static String sum(Diagnosis diagnosis) {
    Seq<String> parts =
        Vector.of(
                diagnosis.count(CheckResult.Passed.class) + " good",
                Counted.of(diagnosis.count(CheckResult.Warning.class), "warning"),
                Counted.of(diagnosis.count(CheckResult.Failed.class), "error"),
                diagnosis.count(CheckResult.NotChecked.class) + " not checked",
                diagnosis.count(CheckResult.NotApplicable.class) + " not applicable")
            .appendAll(more(diagnosis.count(CheckResult.Accepted.class), "accepted"))
            .appendAll(more(diagnosis.count(CheckResult.Skipped.class), "skipped"));
    String end =
        switch (diagnosis.status()) {
          case GOOD -> "All good";
          case WARNINGS -> "Works, with warnings";
          case ERRORS -> "ERRORS FOUND";
          case NOT_CHECKED -> "INCOMPLETE";
        };
    return end + ": " + parts.mkString(", ") + ".";
  }

  private static Option<String> more(int count, String what) {
    return Option.when(count > 0, count + " " + what);
  }

  private String painted(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
