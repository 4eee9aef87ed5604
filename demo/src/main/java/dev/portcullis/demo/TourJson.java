package dev.portcullis.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.StringWriter;

/** The tour as one JSON object. */
final class TourJson {

  private TourJson() {}

  static String of(Seq<Tour.Stop> stops) throws IOException {
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
