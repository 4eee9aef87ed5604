package dev.portcullis.bootstrap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.bootstrap.demo.Tour;
import dev.portcullis.bootstrap.settings.SettingsProblem;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.StringWriter;

/** The JSON of the commands. */
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
      json.writeStringField("mend", problem.mend());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static String ofTour(Seq<Tour.Stop> stops) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeBooleanField("ok", stops.forAll(Tour.Stop::asExpected));
      json.writeArrayFieldStart("stops");
      for (Tour.Stop stop : stops) {
        json.writeStartObject();
        json.writeStringField("what", stop.what());
        json.writeStringField("x_forwarded_for", stop.from());
        json.writeStringField("expected", stop.expected());
        json.writeStringField("seen", stop.seen());
        json.writeBooleanField("ok", stop.asExpected());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }
}
