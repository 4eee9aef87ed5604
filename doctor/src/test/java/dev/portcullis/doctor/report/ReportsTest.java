package dev.portcullis.doctor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.Acceptance;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Accepted;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportsTest {

  /** A check that finds what it is given. */
  private record Finds(CheckResult result) implements Check {

    @Override
    public CheckDescription description() {
      return CheckDescription.of("some-check", Area.LOCAL, "Some check", "It matters.")
          .inDashboard("Settings > General")
          .source("https://example.com/some-check");
    }

    @Override
    public CheckResult judge(Facts facts) {
      return result;
    }
  }

  private static Diagnosis of(CheckResult... results) {
    return new Diagnosis(
        Given.NOW, Vector.of(results).map(result -> new Finding(new Finds(result), result)));
  }

  static Stream<Arguments> summaries() {
    return Stream.of(
        Arguments.of(
            of(new Passed("p"), new NotApplicable("n")),
            0,
            "All good: 1 good, 0 warnings, 0 errors, 0 not checked, 1 not applicable."),
        Arguments.of(
            of(new Passed("p"), new Warning("w")),
            1,
            "Works, with warnings: 1 good, 1 warning, 0 errors, 0 not checked, 0 not applicable."),
        Arguments.of(
            of(new NotChecked("c"), new Failed("f"), new Warning("w")),
            2,
            "ERRORS FOUND: 0 good, 1 warning, 1 error, 1 not checked, 0 not applicable."),
        Arguments.of(
            of(new NotChecked("c"), new Warning("w")),
            3,
            "INCOMPLETE: 0 good, 1 warning, 0 errors, 1 not checked, 0 not applicable."));
  }

  @ParameterizedTest
  @MethodSource("summaries")
  void the_table_ends_with_the_status(Diagnosis diagnosis, int exitCode, String summary) {
    StringWriter text = new StringWriter();

    new DoctorTable(new PrintWriter(text), false).print(diagnosis, false);

    assertThat(text.toString().stripTrailing()).endsWith(summary);
    assertThat(diagnosis.status().exitCode()).isEqualTo(exitCode);
  }

  @Test
  void the_table_explains_what_is_wrong_alone() {
    StringWriter text = new StringWriter();

    new DoctorTable(new PrintWriter(text), false)
        .print(of(new Passed("fine"), new Failed("broken")), true);

    assertThat(text.toString().lines().map(String::strip))
        .containsSubsequence(
            "THIS MACHINE",
            "ok    Some check                        fine",
            "FAIL  Some check                        broken",
            "It matters.",
            "Dashboard  Settings > General");
    assertThat(text.toString()).containsOnlyOnce("It matters.").doesNotContain("Terraform");
  }

  @Test
  void what_was_not_checked_comes_with_a_link_and_without_a_fix() {
    Diagnosis diagnosis = of(new NotChecked("no answer"), new NotApplicable("none"));
    StringWriter text = new StringWriter();
    DoctorPage page = new DoctorPage("1.2.3");

    new DoctorTable(new PrintWriter(text), false).print(diagnosis, true);
    page.show(diagnosis);

    assertThat(text.toString())
        .containsOnlyOnce("https://example.com/some-check")
        .doesNotContain("It matters.");
    assertThat(page.html())
        .containsOnlyOnce("<a href=\"https://example.com/some-check\">")
        .doesNotContain("It matters.");
  }

  private static final Diagnosis CAUSE =
      new Diagnosis(
          Given.NOW,
          Vector.of(new Failed("no address"), new Skipped("some-check"), new Skipped("some-check"))
              .map(result -> new Finding(new Finds(result), result)));

  @Test
  void the_table_has_a_cause_once_with_the_number_of_checks_that_it_skips() {
    StringWriter text = new StringWriter();

    new DoctorTable(new PrintWriter(text), false).print(CAUSE, true);

    assertThat(text.toString())
        .containsOnlyOnce("Some check")
        .contains("2 checks skipped because of it")
        .contains("ERRORS FOUND: 0 good, 0 warnings, 1 error")
        .contains("0 not applicable, 2 skipped.");
  }

  @Test
  void json_and_xml_have_the_cause_of_what_was_skipped() throws IOException {
    String json = DoctorJson.of(CAUSE);
    String xml = JunitXml.of(CAUSE);

    assertThat(json)
        .contains("\"result\":\"failed\",\"found\":\"no address\",\"skipped\":2")
        .contains("\"result\":\"skipped\"", "\"because\":\"some-check\"");
    assertThat(xml)
        .contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\"")
        .contains("<skipped message=\"skipped because of some-check\"/>");
  }

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(new Passed("p"), "passed", "\u2713", "Good"),
        Arguments.of(new Warning("w"), "warning", "!", "Warning"),
        Arguments.of(new Failed("f"), "failed", "\u2715", "Error"),
        Arguments.of(ACCEPTED.findings().head().result(), "accepted", "\u2713", "Accepted"),
        Arguments.of(new NotChecked("c"), "open", "?", "Not checked"),
        Arguments.of(new Skipped("other-check"), "open", "?", "Skipped"),
        Arguments.of(new NotApplicable("n"), "none", "\u2013", "Not applicable"));
  }

  @ParameterizedTest
  @MethodSource("states")
  void the_page_shows_a_result_as_a_colour_a_sign_and_a_word(
      CheckResult result, String kind, String sign, String word) {
    DoctorPage page = new DoctorPage("1.2.3");

    page.show(of(result));

    assertThat(page.html())
        .contains(
            "<span class=\"state "
                + kind
                + "\"><span aria-hidden=\"true\">"
                + sign
                + "</span> "
                + word
                + "</span>");
  }

  @Test
  void the_table_without_explanations_names_no_document() {
    StringWriter text = new StringWriter();

    new DoctorTable(new PrintWriter(text), false)
        .print(of(new NotChecked("no answer"), new Failed("broken")), false);

    assertThat(text.toString())
        .contains("no answer", "broken")
        .doesNotContain("https://example.com/some-check", "It matters.");
  }

  private static final Diagnosis ACCEPTED =
      of(
          new Accepted(
              new Failed("<broken>"),
              new Acceptance("some-check", "ticket & 7", LocalDate.of(2026, 12, 31))));

  @Test
  void an_accepted_risk_is_in_each_report_with_its_reason_and_counts_in_none() throws IOException {
    StringWriter table = new StringWriter();

    new DoctorTable(new PrintWriter(table), false).print(ACCEPTED, true);
    String json = DoctorJson.of(ACCEPTED);
    String xml = JunitXml.of(ACCEPTED);
    String sarif = SarifJson.of(ACCEPTED, "1.2.3", "portcullis.yaml");
    DoctorPage page = new DoctorPage("1.2.3");
    page.show(ACCEPTED);

    assertThat(ACCEPTED.status()).isEqualTo(Diagnosis.Status.GOOD);
    assertThat(table.toString())
        .contains("acc   Some check", "<broken>", "FAIL, accepted until 2026-12-31: ticket & 7")
        .contains("All good: 0 good, 0 warnings, 0 errors", "0 not applicable, 1 accepted.");
    assertThat(json)
        .contains("\"exit_code\":0", "\"result\":\"accepted\",\"found\":\"<broken>\"")
        .contains(
            "\"accepted\":{\"result\":\"failed\",\"reason\":\"ticket & 7\","
                + "\"until\":\"2026-12-31\"}");
    assertThat(xml)
        .contains("failures=\"0\" errors=\"0\" skipped=\"0\"")
        .contains("failure, accepted until 2026-12-31: ticket &amp; 7: &lt;broken&gt;");
    assertThat(sarif)
        .contains("\"kind\":\"fail\",\"level\":\"error\"", "\"exitCode\":0")
        .contains(
            "\"suppressions\":[{\"kind\":\"external\",\"status\":\"accepted\","
                + "\"justification\":\"accepted until 2026-12-31: ticket & 7\"}]");
    assertThat(page.html()).contains("&lt;broken&gt;", "accepted until 2026-12-31: ticket &amp; 7");
  }

  @Test
  void a_cause_that_is_accepted_leaves_what_it_skips_unchecked() {
    Diagnosis diagnosis = of(ACCEPTED.findings().head().result(), new Skipped("some-check"));

    assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.NOT_CHECKED);
  }

  @Test
  void a_sarif_log_has_a_rule_and_a_result_for_each_check() throws IOException {
    Diagnosis diagnosis =
        of(
            new Passed("p"),
            new Warning("w"),
            new Failed("f"),
            new NotChecked("c"),
            new Skipped("other-check"),
            new NotApplicable("n"));

    String sarif = SarifJson.of(diagnosis, "1.2.3", "a/b.yaml");

    assertThat(sarif)
        .contains(
            "\"driver\":{\"name\":\"Portcullis doctor\",\"version\":\"1.2.3\",\"rules\":["
                + "{\"id\":\"some-check\",\"shortDescription\":{\"text\":\"Some check\"},"
                + "\"fullDescription\":{\"text\":\"It matters.\"},"
                + "\"helpUri\":\"https://example.com/some-check\"},")
        .contains(
            "\"invocations\":[{\"startTimeUtc\":\"2026-01-15T10:30:00Z\",\"exitCode\":2,"
                + "\"executionSuccessful\":true}]")
        .contains(
            result(0, "pass", "none", "p"),
            result(1, "fail", "warning", "w"),
            result(2, "fail", "error", "f"),
            result(3, "open", "none", "c"),
            result(4, "open", "none", "skipped because of other-check"),
            result(5, "notApplicable", "none", "n"))
        .doesNotContain("suppressions");
    assertThat(sarif.split("shortDescription", -1)).hasSize(7);
  }

  private static String result(int rule, String kind, String level, String text) {
    return "{\"ruleId\":\"some-check\",\"ruleIndex\":"
        + rule
        + ",\"kind\":\""
        + kind
        + "\",\"level\":\""
        + level
        + "\",\"message\":{\"text\":\""
        + text
        + "\"},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
        + "{\"uri\":\"a/b.yaml\"}}}]}";
  }

  @ParameterizedTest
  @MethodSource("marks")
  void the_table_marks_each_result_in_its_colour(CheckResult result, String mark, String code) {
    StringWriter plain = new StringWriter();
    StringWriter coloured = new StringWriter();

    new DoctorTable(new PrintWriter(plain), false).print(of(result), false);
    new DoctorTable(new PrintWriter(coloured), true).print(of(result), false);

    assertThat(plain.toString()).contains("  " + mark + "  Some check").doesNotContain("\u001b");
    assertThat(coloured.toString())
        .contains("\u001b[" + code + "m" + mark + "\u001b[0m", "\u001b[1mTHIS MACHINE\u001b[0m");
  }

  static Stream<Arguments> marks() {
    return Stream.of(
        Arguments.of(new Passed("p"), "ok  ", "32"),
        Arguments.of(new Warning("w"), "WARN", "33"),
        Arguments.of(new Failed("f"), "FAIL", "31"),
        Arguments.of(ACCEPTED.findings().head().result(), "acc ", "36"),
        Arguments.of(new NotChecked("c"), "?   ", "35"),
        Arguments.of(new NotApplicable("n"), "-   ", "2"));
  }

  @Test
  void json_explains_what_is_wrong_alone_and_names_every_result() throws IOException {
    String json =
        DoctorJson.of(
            of(new Passed("p"), new Warning("w"), new NotChecked("c"), new NotApplicable("n")));

    assertThat(json)
        .contains(
            "\"result\":\"passed\",\"found\":\"p\"}",
            "\"result\":\"warning\",\"found\":\"w\",\"why\":\"It matters.\","
                + "\"dashboard\":\"Settings > General\",\"api\":\"\",\"terraform\":\"\","
                + "\"source\":\"https://example.com/some-check\"}",
            "\"result\":\"not-checked\",\"found\":\"c\"}",
            "\"result\":\"not-applicable\",\"found\":\"n\"}")
        .startsWith("{\"status\":\"not-checked\",\"exit_code\":3,");
  }

  @Test
  void an_accepted_warning_stays_a_warning_in_every_report() throws IOException {
    Diagnosis accepted =
        of(
            new Accepted(
                new Warning("risky"),
                new Acceptance("some-check", "known", LocalDate.of(2026, 12, 31))));
    StringWriter table = new StringWriter();

    new DoctorTable(new PrintWriter(table), false).print(accepted, false);

    assertThat(table.toString()).contains("WARN, accepted until 2026-12-31: known");
    assertThat(JunitXml.of(accepted)).contains("<system-out>warning, accepted until");
    assertThat(SarifJson.of(accepted, "1", "s"))
        .contains("\"kind\":\"fail\",\"level\":\"warning\"");
    assertThat(DoctorJson.of(accepted)).contains("\"accepted\":{\"result\":\"warning\"");
  }

  @Test
  void xml_has_a_note_for_a_warning_and_an_error_for_what_was_not_checked() {
    String xml = JunitXml.of(of(new Passed("p"), new Warning("w"), new NotChecked("c")));

    assertThat(xml)
        .startsWith(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"portcullis doctor\""
                + " tests=\"3\" failures=\"0\" errors=\"1\" skipped=\"0\""
                + " timestamp=\"2026-01-15T10:30:00Z\">\n")
        .contains(
            "name=\"some-check\"></testcase>",
            "<system-out>warning: w</system-out>",
            "<error message=\"c\"/>")
        .endsWith("</testsuite>\n");
  }

  @Test
  void json_has_every_finding() throws IOException {
    String json = DoctorJson.of(of(new Failed("\"broken\"\n")));

    assertThat(json)
        .contains("\"status\":\"errors\"", "\"exit_code\":2", "\"at\":\"2026-01-15T10:30:00Z\"")
        .contains("\"check\":\"some-check\"", "\"area\":\"local\"", "\"result\":\"failed\"")
        .contains("\"found\":\"\\\"broken\\\"\\n\"", "\"why\":\"It matters.\"");
  }

  @Test
  void xml_escapes_what_the_tenant_returned() {
    String xml = JunitXml.of(of(new Failed("<a href=\"x\">\u0000&"), new NotApplicable("none")));

    assertThat(xml)
        .contains("tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"")
        .contains("<failure message=\"&lt;a href=&quot;x&quot;&gt;?&amp;\">It matters.</failure>")
        .contains("<testcase classname=\"doctor.local\" name=\"some-check\">");
  }

  @Test
  void the_page_is_empty_before_the_first_run_and_escaped_after_it() {
    DoctorPage page = new DoctorPage("1.2.3");

    String before = page.html();
    String jsonBefore = page.json();
    page.show(of(new Warning("<script>")));

    assertThat(before).contains("The doctor has not run yet.");
    assertThat(jsonBefore).isEqualTo("{}");
    assertThat(page.html())
        .contains("&lt;script&gt;", "<article id=\"some-check\">", "href=\"#some-check\"")
        .contains("2026-01-15 10:30:00 UTC</time> by Portcullis 1.2.3.")
        .contains("</span> Warning</span>", "It matters.")
        .doesNotContain("<script>");
    assertThat(page.json()).contains("\"warnings\"");
  }
}
