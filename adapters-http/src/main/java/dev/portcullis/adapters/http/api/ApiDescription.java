package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.yaml}: what there is to ask, as OpenAPI 3.1 has it. */
public final class ApiDescription implements Handler {

  private final byte[] text = text();

  public static byte[] text() {
    try (InputStream resource = ApiDescription.class.getResourceAsStream("openapi.yaml")) {
      if (resource == null) {
        throw new IllegalStateException("openapi.yaml is not where this class is");
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading openapi.yaml", e);
    }
  }

  @Override
  public Reply handle(GatewayRequest request, RequestId id) {
    return Reply.of(200, "application/yaml", text);
  }
}
