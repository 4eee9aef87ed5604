package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: the description of the API in OpenAPI 3.1. */
public final class ApiDescription {

  private ApiDescription() {}

  /** The endpoint that serves the description. */
  public static Endpoint endpoint() {
    byte[] text = text();
    return Endpoint.get("/openapi.yaml", (request, id) -> Reply.of(200, "application/yaml", text));
  }

  /** The description in UTF-8. */
  static byte[] text() {
    try (InputStream resource = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
      if (resource == null) {
        throw new IllegalStateException("openapi.yaml is not where this class is");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading openapi.yaml", e);
    }
  }
}
