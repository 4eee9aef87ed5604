package dev.portcullis.emulator.internal.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /api/v2/log-streams}: type {@code http} sends events; the other types are kept as they
 * were written. It never shows the authorization.
 */
public final class LogStreamsApi {

  private static final String OTHERS = "log-streams-of-other-types";
  private static final int MOST = 10;
  private static final Set<String> SECRETS =
      Set.of(
          "httpAuthorization",
          "datadogApiKey",
          "splunkToken",
          "sumoSourceAddress",
          "mixpanelServiceAccountPassword",
          "segmentWriteKey");

  private final LogStreams streams;
  private final Documents documents;
  private final Written written;
  private final ManagementEndpoint endpoint;
  private final Ids ids;

  /** Manages these streams, and keeps here what they do not have. */
  public LogStreamsApi(
      LogStreams streams, Documents documents, ManagementEndpoint endpoint, SecureRandom random) {
    this.streams = streams;
    this.documents = documents;
    this.written = new Written(documents);
    this.endpoint = endpoint;
    this.ids = new Ids(random);
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
    List<Object> all = new ArrayList<>();
    streams.all().forEach(stream -> all.add(fields(stream)));
    documents.below(OTHERS).values().forEach(other -> all.add(shown(other)));
    return Reply.json(200, all);
  }

  private Reply show(Request request, Parameters query) {
    return found(request);
  }

  private Reply add(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String id = "lst_" + ids.hex().substring(0, 16);
    if (streams.all().size() + documents.below(OTHERS).size() >= MOST) {
      return tooMany();
    }
    if (!payload.required("type").equals("http")) {
      ObjectNode other = payload.node().deepCopy().put("id", id);
      if (!other.has("name")) {
        other.put("name", id);
      }
      other.put("status", "active");
      documents.put(OTHERS + "/" + id, other);
      return Reply.json(201, shown(other));
    }
    Payload sink =
        payload
            .object("sink")
            .orElseThrow(() -> new InvalidPayload("Payload validation error: 'sink is required'."));
    return streams
        .add(id, payload.text("name").orElse(id), sink(sink, Optional.empty()))
        .map(
            stream -> {
              written.put(path(id), withoutSecrets(payload.node()), modelled(stream));
              return Reply.json(201, fields(stream));
            })
        .orElseGet(LogStreamsApi::tooMany);
  }

  private static Reply tooMany() {
    return Reply.error(409, "Conflict", "Too many log streams.", "too_many_log_streams");
  }

  private static HttpSink sink(Payload payload, Optional<HttpSink> before) {
    try {
      return new HttpSink(
          payload
              .text("httpEndpoint")
              .map(URI::create)
              .or(() -> before.map(HttpSink::endpoint))
              .orElseThrow(() -> new IllegalArgumentException("httpEndpoint")),
          payload
              .text("httpAuthorization")
              .filter(text -> !text.isEmpty())
              .map(Secret::of)
              .or(() -> before.flatMap(HttpSink::authorization)),
          HttpSink.Format.valueOf(
              payload
                  .text("httpContentFormat")
                  .or(() -> before.map(sink -> sink.format().name()))
                  .orElse("JSONARRAY")
                  .toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: 'sink is not valid'.");
    }
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    String id = request.segment(3);
    documents
        .get(OTHERS + "/" + id)
        .ifPresent(
            other ->
                documents.put(
                    OTHERS + "/" + id, (ObjectNode) Written.merged(other, payload.node())));
    streams
        .find(id)
        .ifPresent(
            before -> {
              payload
                  .text("status")
                  .ifPresent(status -> streams.setActive(id, status.equals("active")));
              streams.change(
                  id,
                  payload.text("name").orElse(before.name()),
                  payload
                      .object("sink")
                      .map(given -> sink(given, Optional.of(before.sink())))
                      .orElse(before.sink()));
              streams
                  .find(id)
                  .ifPresent(
                      after ->
                          written.put(path(id), withoutSecrets(payload.node()), modelled(after)));
            });
    return found(request);
  }

  private Reply remove(Request request, Parameters query) {
    streams.remove(request.segment(3));
    documents.remove(OTHERS + "/" + request.segment(3));
    written.remove(path(request.segment(3)));
    return Reply.empty(204);
  }

  private Reply found(Request request) {
    return streams
        .find(request.segment(3))
        .map(stream -> Reply.json(200, fields(stream)))
        .or(
            () ->
                documents
                    .get(OTHERS + "/" + request.segment(3))
                    .map(other -> Reply.json(200, shown(other))))
        .orElseGet(
            () -> Reply.error(404, "Not Found", "The log stream does not exist.", "not_found"));
  }

  private static ObjectNode shown(ObjectNode other) {
    return withoutSecrets(other);
  }

  private static ObjectNode withoutSecrets(ObjectNode payload) {
    ObjectNode copy = payload.deepCopy();
    if (copy.path("sink") instanceof ObjectNode sink) {
      sink.remove(SECRETS);
    }
    return copy;
  }

  private Map<String, Object> fields(LogStream stream) {
    return written.shown(path(stream.id()), modelled(stream));
  }

  private static String path(String id) {
    return "log-streams/" + id;
  }

  private static Map<String, Object> modelled(LogStream stream) {
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
}
