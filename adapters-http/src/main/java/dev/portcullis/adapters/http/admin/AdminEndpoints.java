package dev.portcullis.adapters.http.admin;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Supplier;

/** The endpoints of the admin listener. */
public final class AdminEndpoints {

  /** The media type of OpenMetrics, whose histograms can have exemplars. */
  public static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

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

  /** The colours of the doctor's page. */
  private static final String STYLE =
      """
      :root {
        color-scheme: light dark;
        --ground: #eef1f7; --card: #fff; --ink: #161b26; --soft: #525d73; --line: #c3cad9;
        --accent: #1f4fd8;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #0d1119; --card: #181f2c; --ink: #eef1f7; --soft: #aab4c8; --line: #47536b;
          --accent: #8cabff;
        }
      }
      *, *::before, *::after { box-sizing: border-box; }
      body {
        margin: 0; background: var(--ground); color: var(--ink);
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
      }
      main { width: min(40rem, 100%); margin: 0 auto; padding: 1.25rem 0.75rem 3rem; }
      h1 { margin: 0.5rem 0 1rem; font-size: 1.5rem; line-height: 1.25; }
      ul { margin: 0; padding: 0; list-style: none; }
      li { padding: 0.75rem 1rem; border: 1px solid var(--line); background: var(--card); }
      li + li { margin-top: -1px; }
      li:first-child { border-radius: 14px 14px 0 0; }
      li:last-child { border-radius: 0 0 14px 14px; }
      a { color: var(--accent); font-weight: 600; }
      span { display: block; color: var(--soft); }
      """;

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
                    ? html(page, STYLE)
                    : Reply.of(200, "application/json", json)));
  }

  private static String page(Seq<String> paths) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Portcullis: admin listener</title>
    <style>%s</style>
    </head>
    <body>
    <main>
    <h1>Portcullis: admin listener</h1>
    <ul>
    %s</ul>
    </main>
    </body>
    </html>
    """
        .formatted(
            STYLE,
            paths
                .map(
                    path ->
                        "<li><a href=\"%s\">%s</a> <span>%s</span></li>\n"
                            .formatted(path, path, MEANINGS.get(path).get()))
                .mkString());
  }

  /** By which a policy names an inline style (CSP level 3, section 6.7.3). */
  private static String hash(String style) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
    return text("/metrics", PROMETHEUS, metrics);
  }

  /**
   * The same, as OpenMetrics for a scraper that accepts it.
   *
   * @param openMetrics the OpenMetrics exposition, read at each request that asks for it
   */
  public static Endpoint metrics(Supplier<String> metrics, Supplier<String> openMetrics) {
    return Endpoint.get(
        "/metrics",
        (request, id) ->
            request.header("Accept").contains("application/openmetrics-text")
                ? exposition(OPEN_METRICS, openMetrics)
                : exposition(PROMETHEUS, metrics));
  }

  private static Reply exposition(String contentType, Supplier<String> text) {
    return Reply.of(200, contentType, text.get().getBytes(StandardCharsets.UTF_8))
        .with("Vary", "Accept");
  }

  /**
   * An HTML page for operators, whose only style is this one and which runs no script.
   *
   * @param style what is between its {@code <style>} tags
   * @param text its content, read at each request
   */
  public static Endpoint page(String path, String style, Supplier<String> text) {
    return Endpoint.get(
        path, (request, id) -> html(text.get().getBytes(StandardCharsets.UTF_8), style));
  }

  private static Reply html(byte[] page, String style) {
    return Reply.of(200, "text/html; charset=utf-8", page)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src '"
                + hash(style)
                + "'; base-uri 'none'; frame-ancestors 'none'");
  }

  /**
   * Text for operators.
   *
   * @param text its content, read at each request
   */
  public static Endpoint text(String path, String contentType, Supplier<String> text) {
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
