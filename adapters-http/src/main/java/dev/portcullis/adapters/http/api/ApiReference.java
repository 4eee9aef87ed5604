package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * {@code GET /docs}: the description of the API as a page for people, drawn by Swagger UI. It is
 * for the admin listener. Every file of it is served here, and its policy lets the browser load
 * nothing from anywhere else.
 */
public final class ApiReference {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_PROPERTIES =
      "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

  private ApiReference() {}

  /** The page, its files and the description that it shows. */
  public static Seq<Endpoint> endpoints() {
    String renderer = WEBJAR + version() + "/";
    return Vector.of(
        Endpoint.get(
            "/docs",
            (request, id) ->
                Reply.of(200, "text/html; charset=utf-8", read("reference.html"))
                    .with("Content-Security-Policy", POLICY)
                    .with("Referrer-Policy", "no-referrer")),
        file("/docs/reference.css", "text/css; charset=utf-8", "reference.css"),
        file("/docs/reference.js", "text/javascript; charset=utf-8", "reference.js"),
        file("/docs/renderer.css", "text/css; charset=utf-8", renderer + "swagger-ui.css"),
        file(
            "/docs/renderer.js",
            "text/javascript; charset=utf-8",
            renderer + "swagger-ui-bundle.js"),
        file("/docs/openapi.yaml", "application/yaml", "openapi.yaml"));
  }

  /** Read at each request: the renderer has 1.5 MB, and operators open the page seldom. */
  private static Endpoint file(String path, String contentType, String resource) {
    return Endpoint.get(path, (request, id) -> Reply.of(200, contentType, read(resource)));
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream resource = open(WEBJAR_PROPERTIES)) {
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + WEBJAR_PROPERTIES, e);
    }
    return properties.getProperty("version", "");
  }

  private static byte[] read(String name) {
    try (InputStream resource = open(name)) {
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }

  private static InputStream open(String name) {
    InputStream resource = ApiReference.class.getResourceAsStream(name);
    if (resource == null) {
      throw new IllegalStateException(name + " is not on the class path");
    }
    return resource;
  }
}
