package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.emulator.Client.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LogStreamTest {

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private final HttpServer webhook = webhook();

  @BeforeEach
  void start() {
    webhook.createContext("/", this::receive);
    webhook.start();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
    webhook.stop(0);
  }

  @Test
  void events_are_delivered_in_their_order_with_the_authorization_that_is_never_shown()
      throws Exception {
    Answer made = stream("JSONARRAY");

    client.logIn(ALICE, "wrong", "203.0.113.7");
    StringBuilder types = new StringBuilder();
    while (!types.toString().endsWith("fepft ")) {
      String[] received = next().split(" ", 2);
      assertThat(received[0]).isEqualTo("Bearer-of-the-webhook");
      for (JsonNode each : Client.JSON.readTree(received[1])) {
        assertThat(each.get("log_id")).isEqualTo(each.get("data").get("log_id"));
        types.append(each.get("data").get("type").textValue()).append(' ');
      }
    }

    assertThat(types.toString()).endsWith("fp fepft ");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body()).doesNotContain("Bearer-of-the-webhook");
  }

  @Test
  void a_batch_that_is_refused_comes_again() throws Exception {
    refusals.set(2);
    stream("JSONOBJECT");

    client.logIn(ALICE, ALICE_PASSWORD, "203.0.113.7");

    assertThat(next()).contains("\"type\":\"sapi\"").isEqualTo(next()).isEqualTo(next());
    assertThat(next()).contains("\"type\":\"sepft\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"datadog\",\"sink\":{}}",
        "{\"type\":\"http\"}",
        "{\"type\":\"http\",\"sink\":{\"httpEndpoint\":\"file:///etc/passwd\"}}",
        "{\"type\":\"http\",\"sink\":{\"httpEndpoint\":\"http://h\","
            + "\"httpContentFormat\":\"XML\"}}",
      })
  void a_stream_that_cannot_be_is_refused(String body) {
    Answer answer = client.post("/api/v2/log-streams", "application/json", body, bearer());

    assertThat(answer.verdict()).isEqualTo("400 Bad Request");
  }

  @Test
  void a_stream_is_paused_and_deleted() {
    String path = "/api/v2/log-streams/" + stream("JSONLINES").json().get("id").textValue();

    Answer paused = client.patch(path, "{\"status\":\"paused\"}", bearer());
    Answer deleted = client.delete(path, bearer());
    Answer gone = client.get(path, bearer());

    assertThat(paused.json().get("status").textValue()).isEqualTo("paused");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(gone.status()).isEqualTo(404);
  }

  @Test
  void what_happens_during_a_pause_is_not_delivered_after_it() throws Exception {
    String path = "/api/v2/log-streams/" + stream("JSONOBJECT").json().get("id").textValue();
    client.patch(path, "{\"status\":\"paused\"}", bearer());
    client.logIn(ALICE, "during the pause", "203.0.113.8");
    client.patch(path, "{\"status\":\"active\"}", bearer());

    client.logIn(ALICE, "after it", "203.0.113.9");
    StringBuilder received = new StringBuilder();
    while (!received.toString().contains("\"type\":\"fepft\"")) {
      received.append(next());
    }

    assertThat(received.toString()).contains("203.0.113.9").doesNotContain("203.0.113.8");
  }

  private Answer stream(String format) {
    return client.post(
        "/api/v2/log-streams",
        "application/json",
        "{\"name\":\"hook\",\"type\":\"http\",\"sink\":{\"httpEndpoint\":\"http://127.0.0.1:"
            + webhook.getAddress().getPort()
            + "/\",\"httpAuthorization\":\"Bearer-of-the-webhook\",\"httpContentFormat\":\""
            + format
            + "\"}}",
        bearer());
  }

  private String[] bearer() {
    return new String[] {
      "Authorization",
      "Bearer "
          + client.managementToken(
              "read:log_streams create:log_streams update:log_streams delete:log_streams")
    };
  }

  private String next() throws InterruptedException {
    String received = delivered.poll(10, TimeUnit.SECONDS);
    return received == null ? "nothing came" : received;
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    delivered.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
    exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
    exchange.close();
  }

  private static HttpServer webhook() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
