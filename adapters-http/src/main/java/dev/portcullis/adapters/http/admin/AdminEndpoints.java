package dev.portcullis.adapters.http.admin;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The endpoints of the admin listener. */
public final class AdminEndpoints {

  /** What is at each path that this listener can have. */
  private static final Map<String, String> MEANINGS =
      LinkedHashMap.of(
              "/health/live", "Whether the process works",
              "/health/ready", "Whether the gateway takes logins, with warnings",
              "/metrics", "Metrics in Prometheus format")
          .merge(
              LinkedHashMap.of(
                  "/doctor", "The doctor's last report",
                  "/doctor.json", "The doctor's last report as JSON",
                  "/docs", "The reference of the API"));

  private AdminEndpoints() {}

  /**
   * These endpoints, and {@code GET /} that lists them: as a page for browsers, as JSON for all
   * others.
   */
  public static Seq<Endpoint> withIndex(Seq<Endpoint> endpoints) {
    Seq<String> paths = endpoints.map(Endpoint::path).filter(MEANINGS::containsKey);
    byte[] page = page(paths).getBytes(StandardCharsets.UTF_8);
    byte[] json =
        Json.object(
            all -> {
              for (String path : paths) {
                all.writeStringField(path, MEANINGS.get(path).get());
              }
            });
    return endpoints.append(
        Endpoint.get(
            "/",
            (request, id) ->
                request.header("Accept").contains("text/html")
                    ? Reply.of(200, "text/html; charset=utf-8", page)
                        .with("Content-Security-Policy", "default-src 'none'")
                    : Reply.of(200, "application/json", json)));
  }

  private static String page(Seq<String> paths) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>Portcullis: admin listener</title>
    <h1>Portcullis: admin listener</h1>
    <dl>
    %s</dl>
    </html>
    """
        .formatted(
            paths
                .map(
                    path ->
                        "<dt><a href=\"%s\">%s</a></dt><dd>%s</dd>\n"
                            .formatted(path, path, MEANINGS.get(path).get()))
                .mkString());
  }

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
