package dev.portcullis.doctor.report;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The latest findings, as HTML and JSON for operators. Each check has its id as anchor, so that
 * {@code /doctor#trust-header} is a link to it. Safe for concurrent use.
 */
public final class DoctorPage {

  private final String version;
  private final AtomicReference<Option<Diagnosis>> last = new AtomicReference<>(Option.none());

  /**
   * A page without findings.
   *
   * @param version of the program that runs the doctor
   */
  public DoctorPage(String version) {
    this.version = version;
  }

  /** Keeps the latest findings. */
  public void show(Diagnosis diagnosis) {
    last.set(Option.of(diagnosis));
  }

  /** The findings as an HTML page without scripts. */
  public String html() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<title>Portcullis doctor</title><style>"
        + DoctorStyle.CSS
        + "</style></head><body><main>"
        + last.get().fold(this::notYet, this::findings)
        + "</main></body></html>\n";
  }

  /** The page's only style, as it is between its {@code <style>} tags. */
  public String style() {
    return DoctorStyle.CSS;
  }

  /** The same as {@code portcullis doctor --json}; an empty object before the first run. */
  public String json() {
    try {
      return last.get().isEmpty() ? "{}" : DoctorJson.of(last.get().get());
    } catch (IOException e) {
      throw new IllegalStateException("findings cannot be written as JSON", e);
    }
  }

  private String notYet() {
    return header(state("none", "\u2013", "Not yet"), "The doctor has not run yet.");
  }

  private String findings(Diagnosis diagnosis) {
    return header(
            state(diagnosis.status()),
            escaped(DoctorTable.sum(diagnosis))
                + "</p><p class=\"soft\">Checked at "
                + time(diagnosis.at())
                + " by Portcullis "
                + escaped(version)
                + ". The same <a href=\"/doctor.json\">as JSON</a>.")
        + Vector.of(Area.values())
            .map(area -> area(area, diagnosis.findings().filter(it -> it.check().area() == area)))
            .mkString();
  }

  private static String header(String state, String text) {
    return "<header><h1>Findings of the doctor</h1>" + state + "<p>" + text + "</p></header>";
  }

  private static String time(Instant at) {
    String seconds = at.truncatedTo(ChronoUnit.SECONDS).toString();
    return "<time datetime=\""
        + seconds
        + "\">"
        + seconds.replace("T", " ").replace("Z", " UTC")
        + "</time>";
  }

  private static String area(Area area, Seq<Finding> findings) {
    return findings.isEmpty()
        ? ""
        : "<section><h2>"
            + escaped(area.heading())
            + "</h2>"
            + findings.map(DoctorPage::article).mkString()
            + "</section>";
  }

  private static String article(Finding finding) {
    Check check = finding.check();
    String id = escaped(check.id());
    return "<article id=\""
        + id
        + "\">"
        + state(finding.result())
        + "<div><h3><a href=\"#"
        + id
        + "\">"
        + escaped(check.title())
        + "</a> <code>"
        + id
        + "</code></h3><p>"
        + found(finding.result())
        + "</p>"
        + (finding.isWrong() ? explained(check.description()) : "")
        + (finding.result() instanceof CheckResult.NotChecked
            ? "<dl>" + entry("Source", source(check.description().source())) + "</dl>"
            : "")
        + "</div></article>";
  }

  private static String found(CheckResult result) {
    return switch (result) {
      case CheckResult.Skipped(var because) ->
          "because of <a href=\"#" + escaped(because) + "\">" + escaped(because) + "</a>";
      case CheckResult.Accepted(var found, var by) ->
          escaped(found.text()) + "</p><p class=\"soft\">" + escaped(by.toString());
      case CheckResult.Passed it -> escaped(it.text());
      case CheckResult.Warning it -> escaped(it.text());
      case CheckResult.Failed it -> escaped(it.text());
      case CheckResult.NotChecked it -> escaped(it.text());
      case CheckResult.NotApplicable it -> escaped(it.text());
    };
  }

  private static String explained(CheckDescription about) {
    return "<p class=\"soft\">"
        + escaped(about.why())
        + "</p><dl>"
        + entry("Dashboard", escaped(about.dashboard()))
        + entry("API", escaped(about.api()))
        + entry("Terraform", escaped(about.terraform()))
        + entry("Source", source(about.source()))
        + "</dl>";
  }

  private static String source(String source) {
    return source.startsWith("https://")
        ? "<a href=\"" + escaped(source) + "\">" + escaped(source) + "</a>"
        : escaped(source);
  }

  private static String entry(String name, String html) {
    return html.isEmpty() ? "" : "<dt>" + name + "</dt><dd>" + html + "</dd>";
  }

  private static String state(Diagnosis.Status status) {
    return switch (status) {
      case GOOD -> state("passed", "\u2713", "All good");
      case WARNINGS -> state("warning", "!", "Warnings");
      case ERRORS -> state("failed", "\u2715", "Errors");
      case NOT_CHECKED -> state("open", "?", "Incomplete");
    };
  }

  private static String state(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed it -> state("passed", "\u2713", "Good");
      case CheckResult.Warning it -> state("warning", "!", "Warning");
      case CheckResult.Failed it -> state("failed", "\u2715", "Error");
      case CheckResult.Accepted it -> state("accepted", "\u2713", "Accepted");
      case CheckResult.NotChecked it -> state("open", "?", "Not checked");
      case CheckResult.Skipped it -> state("open", "?", "Skipped");
      case CheckResult.NotApplicable it -> state("none", "\u2013", "Not applicable");
    };
  }

  /** A colour, with a sign and a word for those who do not see it. */
  private static String state(String kind, String sign, String word) {
    return "<span class=\"state "
        + kind
        + "\"><span aria-hidden=\"true\">"
        + sign
        + "</span> "
        + word
        + "</span>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
