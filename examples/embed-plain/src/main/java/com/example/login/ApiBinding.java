package com.example.login;

import static dev.portcullis.application.journal.HttpRefusal.MALFORMED;
import static dev.portcullis.application.journal.HttpRefusal.UNSUPPORTED_CONTENT;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.embed.Origins;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Binds the API to the JDK's HTTP server. {@code HttpBindingContract} states what it must do. */
// region: binding
final class ApiBinding implements HttpHandler {

  private static final int MOST = 1024 * 1024;

  private final HttpApi api;

  ApiBinding(HttpApi api) {
    this.api = api;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply =
          !isHttp(exchange)
              ? api.refuse(MALFORMED)
              : isCoded(exchange) ? api.refuse(UNSUPPORTED_CONTENT) : api.answer(request(exchange));
      reply.headers().forEach(it -> exchange.getResponseHeaders().add(it.name(), it.value()));
      send(exchange, reply.status(), reply.body());
    }
  }

  /** The JDK's server takes methods and versions that are none. */
  private static boolean isHttp(HttpExchange exchange) {
    return exchange.getRequestMethod().matches("[A-Za-z]+")
        && exchange.getProtocol().matches("HTTP/1\\.[01]");
  }

  private static boolean isCoded(HttpExchange exchange) {
    return exchange.getRequestHeaders().getOrDefault("Content-Encoding", List.of()).stream()
        .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
  }

  private static GatewayRequest request(HttpExchange exchange) {
    return new GatewayRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
        Origins.of(exchange.getRemoteAddress(), exchange.getRequestHeaders()),
        body(exchange));
  }

  /** Reads the body before the reply is sent; a body that ends early fails when it is used. */
  private static GatewayRequest.Body body(HttpExchange exchange) {
    try {
      byte[] bytes = exchange.getRequestBody().readNBytes(MOST);
      return limit -> Arrays.copyOf(bytes, Math.min(limit, bytes.length));
    } catch (IOException e) {
      return limit -> {
        throw e;
      };
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
// end
