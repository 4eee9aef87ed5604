package dev.portcullis.doctor.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.StringWriter;

/**
 * The findings as a log of the Static Analysis Results Interchange Format, SARIF 2.1.0 (OASIS
 * Standard, 2020), for code scanning: each check is a rule, and an accepted risk is a suppressed
 * result.
 */
public final class SarifJson {

  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifJson() {}

  /**
   * One run.
   *
   * @param version this program's
   * @param settings the settings file that the results are located in: a relative URI reference
   */
  public static String of(Diagnosis diagnosis, String version, String settings) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("$schema", SCHEMA);
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      json.writeStartObject();
      tool(json, diagnosis.findings().map(Finding::check), version);
      invocation(json, diagnosis);
      json.writeArrayFieldStart("results");
      int rule = 0;
      for (Finding finding : diagnosis.findings()) {
        result(json, finding, rule++, settings);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void tool(JsonGenerator json, Seq<Check> checks, String version)
      throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "Portcullis doctor");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rules");
    for (Check check : checks) {
      CheckDescription about = check.description();
      json.writeStartObject();
      json.writeStringField("id", check.id());
      message(json, "shortDescription", about.title());
      message(json, "fullDescription", about.why());
      if (about.source().startsWith("https://")) {
        json.writeStringField("helpUri", about.source());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void invocation(JsonGenerator json, Diagnosis diagnosis) throws IOException {
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeStringField("startTimeUtc", diagnosis.at().toString());
    json.writeNumberField("exitCode", diagnosis.status().exitCode());
    json.writeBooleanField("executionSuccessful", true);
    json.writeEndObject();
    json.writeEndArray();
  }

  private static void result(JsonGenerator json, Finding finding, int rule, String settings)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", finding.check().id());
    json.writeNumberField("ruleIndex", rule);
    json.writeStringField("kind", kind(finding.result()));
    json.writeStringField("level", level(finding.result()));
    message(json, "message", finding.result().text());
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", settings);
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    if (finding.result() instanceof CheckResult.Accepted(var found, var by)) {
      json.writeArrayFieldStart("suppressions");
      json.writeStartObject();
      json.writeStringField("kind", "external");
      json.writeStringField("status", "accepted");
      json.writeStringField("justification", by.toString());
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void message(JsonGenerator json, String name, String text) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static String kind(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed it -> "pass";
      case CheckResult.Warning it -> "fail";
      case CheckResult.Failed it -> "fail";
      case CheckResult.Accepted it -> "fail";
      case CheckResult.NotChecked it -> "open";
      case CheckResult.Skipped it -> "open";
      case CheckResult.NotApplicable it -> "notApplicable";
    };
  }

  /** Only a failure has a level, by section 3.27.10. */
  private static String level(CheckResult result) {
    return switch (result) {
      case CheckResult.Warning it -> "warning";
      case CheckResult.Failed it -> "error";
      case CheckResult.Accepted(var found, var by) -> level(found);
      case CheckResult.Passed it -> "none";
      case CheckResult.NotChecked it -> "none";
      case CheckResult.Skipped it -> "none";
      case CheckResult.NotApplicable it -> "none";
    };
  }
}
