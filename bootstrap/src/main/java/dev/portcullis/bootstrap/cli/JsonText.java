package dev.portcullis.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.StringWriter;

/** The JSON of {@code check-config}. */
final class JsonText {

  private JsonText() {}

  static String of(Seq<SettingsProblem> problems, Seq<SettingsProblem> warnings)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("ok", problems.isEmpty());
      json.writeFieldName("problems");
      write(json, problems);
      json.writeFieldName("warnings");
      write(json, warnings);
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Seq<SettingsProblem> problems) throws IOException {
    json.writeStartArray();
    for (SettingsProblem problem : problems) {
      json.writeStartObject();
      json.writeStringField("key", problem.key());
      json.writeStringField("where", problem.where());
      json.writeStringField("problem", problem.problem());
      json.writeStringField("fix", problem.fix());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
