package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.internal.stream.HttpSink;
import dev.portcullis.emulator.internal.stream.LogStreams;
import dev.portcullis.emulator.internal.stream.LogStreams.LogStream;
import dev.portcullis.emulator.tenant.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v2/log-streams}, type {@code http} only; it never shows the authorization. */
public final class LogStreamsApi {

  private final LogStreams streams;
  private final ManagementEndpoint endpoint;
  private final SecureRandom random;

  /** Manages these streams. */
  public LogStreamsApi(LogStreams streams, ManagementEndpoint endpoint, SecureRandom random) {
    this.streams = streams;
    this.endpoint = endpoint;
    this.random = random;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String all = "/api/v2/log-streams";
    String one = all + "/*";
    router
        .on("GET", all, endpoint.read("read:log_streams", this::list))
        .on("POST", all, endpoint.write("create:log_streams", "Create a log stream", this::add))
        .on("GET", one, endpoint.read("read:log_streams", this::show))
        .on("PATCH", one, endpoint.write("update:log_streams", "Update a log stream", this::change))
        .on(
            "DELETE",
            one,
            endpoint.write("delete:log_streams", "Delete a log stream", this::remove));
  }

  private Reply list(Request request, Parameters query) {
    return Reply.json(200, streams.all().stream().map(LogStreamsApi::fields).toList());
  }

  private Reply show(Request request, Parameters query) {
    return found(request);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload =
        Payload.of(request).only(Set.of("name", "type", "sink", "filters", "isPriority"));
    if (!payload.required("type").equals("http")) {
      throw new InvalidPayload("Payload validation error: 'type must be http here'.");
    }
    Payload sink =
        payload
            .object("sink")
            .orElseThrow(() -> new InvalidPayload("Payload validation error: 'sink is required'."));
    String id = "lst_" + randomText();
    return streams
        .add(id, payload.text("name").orElse(id), sink(sink))
        .map(stream -> Reply.json(201, fields(stream)))
        .orElseGet(
            () -> Reply.error(409, "Conflict", "Too many log streams.", "too_many_log_streams"));
  }

  private static HttpSink sink(Payload payload) {
    try {
      return new HttpSink(
          URI.create(payload.required("httpEndpoint")),
          payload.text("httpAuthorization").filter(text -> !text.isEmpty()).map(Secret::of),
          HttpSink.Format.valueOf(
              payload.text("httpContentFormat").orElse("JSONARRAY").toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: 'sink is not valid'.");
    }
  }

  private Reply change(Request request, Parameters query) {
    Optional<String> status =
        Payload.of(request).only(Set.of("name", "status", "sink", "filters")).text("status");
    status.ifPresent(value -> streams.setActive(request.segment(3), value.equals("active")));
    return found(request);
  }

  private Reply remove(Request request, Parameters query) {
    streams.remove(request.segment(3));
    return Reply.empty(204);
  }

  private Reply found(Request request) {
    return streams
        .find(request.segment(3))
        .map(stream -> Reply.json(200, fields(stream)))
        .orElseGet(
            () -> Reply.error(404, "Not Found", "The log stream does not exist.", "not_found"));
  }

  private static Map<String, Object> fields(LogStream stream) {
    Map<String, Object> sink = new LinkedHashMap<>();
    sink.put("httpEndpoint", stream.sink().endpoint().toString());
    sink.put("httpContentType", "application/json");
    sink.put("httpContentFormat", stream.sink().format().name());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", stream.id());
    fields.put("name", stream.name());
    fields.put("type", "http");
    fields.put("status", stream.status());
    fields.put("sink", sink);
    return fields;
  }

  private String randomText() {
    byte[] bytes = new byte[8];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
