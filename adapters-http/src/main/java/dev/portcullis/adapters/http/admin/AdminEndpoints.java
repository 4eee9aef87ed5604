package dev.portcullis.adapters.http.admin;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The endpoints of the admin listener. */
public final class AdminEndpoints {

  private AdminEndpoints() {}

  /** {@code GET /health/live} and {@code GET /health/ready}. */
  public static Seq<Endpoint> health(Readiness readiness) {
    return Vector.of(
        Endpoint.get("/health/live", (request, id) -> health(200, "UP", Vector.empty())),
        Endpoint.get(
            "/health/ready",
            (request, id) ->
                readiness.isReady()
                    ? health(200, "UP", readiness.warnings())
                    : health(503, "OUT_OF_SERVICE", readiness.warnings())));
  }

  /**
   * {@code GET /metrics}.
   *
   * @param metrics the Prometheus text exposition, read at each request
   */
  public static Endpoint metrics(Supplier<String> metrics) {
    return page("/metrics", "text/plain; version=0.0.4; charset=utf-8", metrics);
  }

  /**
   * A page for operators.
   *
   * @param text its content, read at each request
   */
  public static Endpoint page(String path, String contentType, Supplier<String> text) {
    return Endpoint.get(
        path,
        (request, id) -> Reply.of(200, contentType, text.get().getBytes(StandardCharsets.UTF_8)));
  }

  private static Reply health(int status, String word, Seq<String> warnings) {
    return Reply.of(
        status,
        "application/json",
        Json.object(
            json -> {
              json.writeStringField("status", word);
              if (!warnings.isEmpty()) {
                json.writeArrayFieldStart("warnings");
                for (String warning : warnings) {
                  json.writeString(warning);
                }
                json.writeEndArray();
              }
            }));
  }
}
