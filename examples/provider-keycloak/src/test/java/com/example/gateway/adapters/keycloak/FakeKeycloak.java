package com.example.gateway.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The token endpoint of a Keycloak with one user, which answers as recorded from Keycloak. */
public final class FakeKeycloak implements AutoCloseable {

  static final String WRONG =
      "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}";
  static final String GRANTED =
      "{\"access_token\":\"keycloak-access\",\"expires_in\":300,\"refresh_expires_in\":1800,"
          + "\"refresh_token\":\"keycloak-refresh\",\"token_type\":\"Bearer\","
          + "\"not-before-policy\":0,\"session_state\":\"s\",\"scope\":\"email profile\"}";

  /** What it does with the right password. */
  public sealed interface Answer {
    record Http(int status, String body) implements Answer {}

    record Silence() implements Answer {}

    record HangUp() implements Answer {}
  }

  /** One login as it arrived. */
  public record Received(String realm, String address, Map<String, String> form) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final String username;
  private final String password;
  private final Answer answer;

  private FakeKeycloak(String username, String password, Answer answer) {
    this.username = username;
    this.password = password;
    this.answer = answer;
    try {
      this.server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/realms/", this::take);
    server.start();
  }

  public static FakeKeycloak start(String username, String password) {
    return start(username, password, new Answer.Http(200, GRANTED));
  }

  /** One whose client may not use the grant. */
  public static FakeKeycloak refusingTheGrant(String username, String password) {
    return start(
        username,
        password,
        new Answer.Http(
            400,
            "{\"error\":\"unauthorized_client\","
                + "\"error_description\":\"Client not allowed for direct access grants\"}"));
  }

  static FakeKeycloak start(String username, String password, Answer answer) {
    return new FakeKeycloak(username, password, answer);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> form = form(exchange);
      String realm = exchange.getRequestURI().getPath().split("/", -1)[2];
      received.add(
          new Received(realm, exchange.getRequestHeaders().getFirst("X-Forwarded-For"), form));
      boolean right =
          username.equals(form.get("username")) && password.equals(form.get("password"));
      switch (right || !(answer instanceof Answer.Http) ? answer : new Answer.Http(401, WRONG)) {
        case Answer.Http(var status, var body) -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case Answer.Silence() -> closed.await();
        case Answer.HangUp() -> {}
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    for (String pair : new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&", -1)) {
      String[] one = pair.split("=", 2);
      form.put(one[0], URLDecoder.decode(one[1], UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
