package dev.portcullis.doctor.report;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.PrintWriter;

/**
 * The findings for people: a line each, and for what is wrong why it matters and how to mend it.
 */
public final class DoctorTable {

  private static final int TITLE = 34;

  private final PrintWriter out;
  private final boolean colour;

  public DoctorTable(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /**
   * Prints.
   *
   * @param explained whether to say why and how to mend
   */
  public void print(Diagnosis diagnosis, boolean explained) {
    Check.Area area = null;
    for (Finding finding : diagnosis.findings()) {
      if (finding.check().area() != area) {
        area = finding.check().area();
        out.println();
        out.println(painted("1", heading(area)));
      }
      line(finding);
      if (explained && finding.isWrong()) {
        explain(finding.check());
      }
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
          case CheckResult.NotChecked it -> painted("35", "?   ");
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
  }

  private void explain(Check check) {
    note("", check.why());
    note("Dashboard  ", check.dashboard());
    note("API        ", check.api());
    note("Terraform  ", check.terraform());
    note("", check.source());
  }

  private void note(String head, String text) {
    if (!text.isEmpty()) {
      out.println("          " + painted("2", head + text));
    }
  }

  public static String heading(Check.Area area) {
    return switch (area) {
      case LOCAL -> "THIS MACHINE";
      case APPLICATION -> "APPLICATION";
      case CONNECTION -> "CONNECTION AND API";
      case PROTECTION -> "ATTACK PROTECTION";
      case LOG -> "THE TENANT'S LOG";
      case CANARY -> "PROOF BY A LOGIN";
    };
  }

  private static String sum(Diagnosis diagnosis) {
    Seq<String> parts =
        Vector.of(
            diagnosis.count(CheckResult.Passed.class) + " good",
            diagnosis.count(CheckResult.Warning.class) + " warnings",
            diagnosis.count(CheckResult.Failed.class) + " errors",
            diagnosis.count(CheckResult.NotChecked.class) + " not checked",
            diagnosis.count(CheckResult.NotApplicable.class) + " not applicable");
    String end =
        switch (diagnosis.status()) {
          case GOOD -> "All good";
          case WARNINGS -> "Works, with warnings";
          case ERRORS -> "NOT GOOD";
          case NOT_CHECKED -> "NOT KNOWN";
        };
    return end + ": " + parts.mkString(", ") + ".";
  }

  private String painted(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
