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
import java.util.function.Function;

/** A token endpoint that is told what to answer. */
public final class FakeKeycloak implements AutoCloseable {

  /** What it does with a login. */
  public sealed interface Answer {
    record Http(int status, String body) implements Answer {

      static Http recorded(LoginSituation situation) {
        RecordedAnswers.Answer answer = RecordedAnswers.of(situation.key());
        return new Http(answer.status(), answer.body());
      }
    }

    record Silence() implements Answer {}

    record HangUp() implements Answer {}
  }

  /** One login as it arrived. */
  public record Received(String realm, String address, Map<String, String> form) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Function<Received, Answer> answers;

  private FakeKeycloak(Function<Received, Answer> answers) {
    this.answers = answers;
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

  static FakeKeycloak start(Function<Received, Answer> answers) {
    return new FakeKeycloak(answers);
  }

  /** One that has one user, and does this with the right password. */
  public static FakeKeycloak start(String username, String password, Answer answer) {
    return start(
        login ->
            !(answer instanceof Answer.Http)
                    || (username.equals(login.form().get("username"))
                        && password.equals(login.form().get("password")))
                ? answer
                : Answer.Http.recorded(LoginSituation.WRONG_PASSWORD));
  }

  /** One whose client may not use the grant. */
  public static FakeKeycloak refusingTheGrant() {
    return start(login -> Answer.Http.recorded(LoginSituation.NO_DIRECT_ACCESS));
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
      Received login =
          new Received(realm, exchange.getRequestHeaders().getFirst("X-Forwarded-For"), form);
      received.add(login);
      switch (answers.apply(login)) {
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
