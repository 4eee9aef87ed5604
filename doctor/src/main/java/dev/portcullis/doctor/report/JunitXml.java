package dev.portcullis.doctor.report;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import java.util.Locale;

/**
 * The findings as a JUnit report, for build servers: a warning and an accepted risk pass with a
 * note, what could not be checked is an error, what does not apply or depends on a failed check is
 * skipped.
 */
public final class JunitXml {

  private JunitXml() {}

  public static String of(Diagnosis diagnosis) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuite name=\"portcullis doctor\" tests=\"")
        .append(diagnosis.findings().size())
        .append("\" failures=\"")
        .append(diagnosis.count(CheckResult.Failed.class))
        .append("\" errors=\"")
        .append(diagnosis.count(CheckResult.NotChecked.class))
        .append("\" skipped=\"")
        .append(
            diagnosis.count(CheckResult.NotApplicable.class)
                + diagnosis.count(CheckResult.Skipped.class))
        .append("\" timestamp=\"")
        .append(diagnosis.at())
        .append("\">\n");
    diagnosis.findings().forEach(finding -> append(xml, finding));
    return xml.append("</testsuite>\n").toString();
  }

  private static void append(StringBuilder xml, Finding finding) {
    Check check = finding.check();
    xml.append("  <testcase classname=\"doctor.")
        .append(check.area().name().toLowerCase(Locale.ROOT))
        .append("\" name=\"")
        .append(check.id())
        .append("\">");
    String text = escaped(finding.result().text());
    switch (finding.result()) {
      case CheckResult.Passed it -> {}
      case CheckResult.Warning it ->
          xml.append("<system-out>warning: ").append(text).append("</system-out>");
      case CheckResult.Failed it ->
          xml.append("<failure message=\"")
              .append(text)
              .append("\">")
              .append(escaped(check.description().why()))
              .append("</failure>");
      case CheckResult.Accepted(var found, var by) ->
          xml.append("<system-out>")
              .append(found instanceof CheckResult.Failed ? "failure" : "warning")
              .append(", ")
              .append(escaped(by.toString()))
              .append(": ")
              .append(text)
              .append("</system-out>");
      case CheckResult.NotChecked it -> xml.append("<error message=\"").append(text).append("\"/>");
      case CheckResult.Skipped it -> xml.append("<skipped message=\"").append(text).append("\"/>");
      case CheckResult.NotApplicable it ->
          xml.append("<skipped message=\"").append(text).append("\"/>");
    }
    xml.append("</testcase>\n");
  }

  /** XML 1.0 has no escape for control characters. */
  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cs}\ufffe\uffff]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
