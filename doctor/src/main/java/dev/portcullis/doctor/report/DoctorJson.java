package dev.portcullis.doctor.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;

/** The findings as one JSON object, for programs. */
public final class DoctorJson {

  private DoctorJson() {}

  public static String of(Diagnosis diagnosis) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("status", word(diagnosis.status()));
      json.writeNumberField("exit_code", diagnosis.status().exitCode());
      json.writeStringField("at", diagnosis.at().toString());
      json.writeArrayFieldStart("findings");
      for (Finding finding : diagnosis.findings()) {
        write(json, finding, diagnosis.skippedBecauseOf(finding.check()));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Finding finding, int skipped) throws IOException {
    Check check = finding.check();
    json.writeStartObject();
    json.writeStringField("check", check.id());
    json.writeStringField("area", word(check.area()));
    json.writeStringField("title", check.title());
    json.writeStringField("result", result(finding.result()));
    json.writeStringField("found", finding.result().text());
    if (finding.result() instanceof CheckResult.Skipped(var because)) {
      json.writeStringField("because", because);
    }
    if (finding.result() instanceof CheckResult.Accepted(var found, var by)) {
      json.writeObjectFieldStart("accepted");
      json.writeStringField("result", result(found));
      json.writeStringField("reason", by.reason());
      json.writeStringField("until", by.until().toString());
      json.writeEndObject();
    }
    if (skipped > 0) {
      json.writeNumberField("skipped", skipped);
    }
    if (finding.isWrong()) {
      CheckDescription about = check.description();
      json.writeStringField("why", about.why());
      json.writeStringField("dashboard", about.dashboard());
      json.writeStringField("api", about.api());
      json.writeStringField("terraform", about.terraform());
      json.writeStringField("source", about.source());
    }
    json.writeEndObject();
  }

  static String result(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed it -> "passed";
      case CheckResult.Warning it -> "warning";
      case CheckResult.Failed it -> "failed";
      case CheckResult.Accepted it -> "accepted";
      case CheckResult.NotChecked it -> "not-checked";
      case CheckResult.Skipped it -> "skipped";
      case CheckResult.NotApplicable it -> "not-applicable";
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
