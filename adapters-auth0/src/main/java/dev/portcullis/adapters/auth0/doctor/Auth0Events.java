package dev.portcullis.adapters.auth0.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Reads Auth0's log events from the Management API and from log streams; throws nothing. */
public final class Auth0Events {

  private Auth0Events() {}

  /**
   * The events of a log stream's delivery: an array, one object, or one object per line. Anything
   * that is not an event is left out: a line that is no JSON, or a value of another kind.
   */
  public static Seq<LogEvent> ofStream(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return events(text)
        .getOrElse(
            () ->
                Vector.ofAll(text.lines()).flatMap(line -> events(line).getOrElse(Vector.empty())));
  }

  /** None if a part of it is no JSON. */
  private static Option<Seq<LogEvent>> events(String text) {
    try (var values = ManagementCalls.JSON.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      Seq<LogEvent> events = Vector.empty();
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        events =
            events.appendAll(
                (value.isArray() ? Vector.ofAll(value) : Vector.of(value))
                    .flatMap(each -> read(each.has("data") ? each.path("data") : each)));
      }
      return Option.of(events);
    } catch (IOException | RuntimeException e) {
      return Option.none();
    }
  }

  static Option<LogEvent> read(JsonNode event) {
    Option<Instant> date = date(event.path("date").asText());
    String id = event.path("log_id").asText(event.path("_id").asText());
    String type = event.path("type").asText();
    return id.isEmpty() || type.isEmpty()
        ? Option.none()
        : date.map(
            at ->
                new LogEvent(
                    id,
                    at,
                    type,
                    IpAddress.parse(event.path("ip").asText()),
                    IpAddress.parse(event.path("client_ip").asText()),
                    event.path("client_id").asText(),
                    event.path("user_name").asText()));
  }

  private static Option<Instant> date(String text) {
    try {
      return Option.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Option.none();
    }
  }
}
