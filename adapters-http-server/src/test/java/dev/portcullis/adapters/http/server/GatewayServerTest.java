package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP API on its server, over real sockets; the test supplies the use case. */
class GatewayServerTest {

  private static final String JSON = "{\"username\":\"ada@example.com\",\"password\":\"secret-7\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final RecordingJournal journal = new RecordingJournal();
  private final List<LoginAttempt> attempts = new CopyOnWriteArrayList<>();
  private final List<GatewayServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(GatewayServer::close);
    client.close();
  }

  @Test
  void a_login_in_json_and_one_in_a_form_reach_the_use_case_alike() throws Exception {
    GatewayServer server = start(this::grant);

    HttpResponse<String> json = post(server, "application/json", JSON, "198.51.100.7");
    HttpResponse<String> form =
        post(
            server,
            "application/x-www-form-urlencoded",
            "username=ada%40example.com&password=secret-7",
            "198.51.100.7");

    assertThat(json.statusCode()).isEqualTo(200);
    assertThat(json.body()).contains("\"access_token\":\"token of ada@example.com\"");
    assertThat(form.statusCode()).isEqualTo(200);
    assertThat(attempts)
        .extracting(attempt -> attempt.client() + " " + attempt.credentials().password().reveal())
        .containsExactly("198.51.100.7 secret-7", "198.51.100.7 secret-7");
  }

  @Test
  void a_request_whose_address_is_unknown_reaches_no_use_case() throws Exception {
    GatewayServer server = start(this::grant);

    HttpResponse<String> reply = post(server, "application/json", JSON, "unknown");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body())
        .contains("/problems/address-unknown\"")
        .contains("\"reason\":\"unidentified-entry\"");
    assertThat(attempts).isEmpty();
    assertThat(journal.refusals())
        .extracting(GatewayEvent.RequestRefused::reason)
        .containsExactly(RejectionReason.UNIDENTIFIED_ENTRY);
  }

  @Test
  void several_lines_of_the_header_are_one_list_in_wire_order() throws Exception {
    GatewayServer server = start(this::grant);

    String reply =
        raw(
            server,
            "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "X-Forwarded-For: 192.0.2.66\r\nx-forwarded-for: 198.51.100.7\r\n"
                + "X-FORWARDED-FOR: 127.0.0.2\r\nConnection: close\r\nContent-Length: "
                + JSON.length()
                + "\r\n\r\n"
                + JSON);

    assertThat(reply).startsWith("HTTP/1.1 200 ");
    assertThat(attempts).extracting(it -> it.client().toString()).containsExactly("198.51.100.7");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /api/auth,     405, method-not-allowed",
    "PUT,  /api/auth,     405, method-not-allowed",
    "HEAD, /api/auth,     405, ",
    "POST, /api/auth/,    404, not-found",
    "POST, /API/auth,     404, not-found",
    "POST, /api/%61uth,   404, not-found",
    "GET,  /metrics,      404, not-found",
    "GET,  /health/ready, 404, not-found",
  })
  void other_paths_and_methods_are_problems_too(String method, String path, int status, String slug)
      throws Exception {
    GatewayServer server = start(this::grant);

    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(uri(server.port(), path))
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());

    assertThat(reply.statusCode()).isEqualTo(status);
    if (slug != null) {
      assertThat(reply.body()).contains("/problems/" + slug + "\"");
      assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
    assertThat(attempts).isEmpty();
  }

  @Test
  void the_sender_of_a_large_body_gets_its_answer_each_time() throws Exception {
    GatewayServer server = start(this::grant);
    String large = "{\"x\":\"" + "x".repeat(RequestIntake.MAX_BODY_BYTES) + "\"}";

    for (int i = 0; i < 500; i++) {
      assertThat(post(server, "application/json", large, "198.51.100.7").statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void a_body_that_is_too_large_or_of_another_type_is_refused_by_name() throws Exception {
    GatewayServer server = start(this::grant);
    String large = "{\"x\":\"" + "x".repeat(RequestIntake.MAX_BODY_BYTES) + "\"}";

    HttpResponse<String> tooLarge = post(server, "application/json", large, "198.51.100.7");
    HttpResponse<String> otherType = post(server, "text/plain", JSON, "198.51.100.7");
    HttpResponse<String> notJson = post(server, "application/json", "{secret-7", "198.51.100.7");

    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(otherType.statusCode()).isEqualTo(415);
    assertThat(notJson.statusCode()).isEqualTo(400);
    assertThat(notJson.body()).contains("/problems/invalid-request\"").doesNotContain("secret-7");
  }

  @ParameterizedTest
  @CsvSource({"-1, false, 200", "0, false, 200", "1, false, 413", "0, true, 200", "1, true, 413"})
  void a_body_of_the_greatest_size_is_served_and_one_of_a_byte_more_is_refused(
      int more, boolean chunked, int status) throws Exception {
    GatewayServer server = start(this::grant);
    String start = JSON.replace("}", ",\"x\":\"");
    int filling = RequestIntake.MAX_BODY_BYTES + more - start.length() - "\"}".length();
    byte[] body = (start + "x".repeat(filling) + "\"}").getBytes(UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(uri(server.port(), "/api/auth"))
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", "198.51.100.7")
            .POST(
                chunked
                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                    : BodyPublishers.ofByteArray(body))
            .build();

    HttpResponse<String> reply = client.send(request, BodyHandlers.ofString());

    assertThat(body).hasSize(RequestIntake.MAX_BODY_BYTES + more);
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(attempts).hasSize(status == 200 ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+5\r\nab",
        "0x5\r\nab",
        "-1\r\n",
        "\r\n",
        " 5\r\nab",
        "5;a=\"\r\n",
        "2\r\nabXX",
        "2\r\nab\n",
        "2\nab\r\n",
        "7fffffffffffffff\r\n",
        "fffffffffffffffffffff"
      })
  void chunks_that_can_be_read_in_two_ways_are_refused_and_close_the_connection(String chunk)
      throws Exception {
    GatewayServer server = start(this::grant);

    String reply =
        raw(
            server,
            "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "X-Forwarded-For: 198.51.100.7\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk
                + smuggled());

    assertThat(reply).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1 ");
    assertThat(attempts).isEmpty();
  }

  @Test
  void a_login_in_chunks_is_a_login() throws Exception {
    GatewayServer server = start(this::grant);

    String reply =
        raw(
            server,
            "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "X-Forwarded-For: 198.51.100.7\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(JSON.length())
                + ";name=value\r\n"
                + JSON
                + "\r\n0\r\nTrailer: x\r\n\r\n"
                + smuggled());

    assertThat(reply.split("HTTP/1.1 200 ", -1)).hasSize(3);
    assertThat(attempts).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /zz,       Expect: 100-continue,      404",
    "PUT,  /api/auth, Expect: 100-continue,      405",
    "POST, /api/auth, Expect: 100-continue,      415",
    "POST, /zz,       Accept: */*,               404",
    "GET,  /api/auth, Accept: */*,               405",
    "POST, /api/auth, X-Forwarded-For: unknown,  400",
  })
  void a_body_is_never_treated_as_the_next_request(
      String method, String path, String header, int status) throws Exception {
    GatewayServer server = start(this::grant);
    String inner = smuggled();

    String reply =
        raw(
            server,
            method
                + " "
                + path
                + " HTTP/1.1\r\nHost: a\r\n"
                + header
                + (header.startsWith("X-") ? "" : "\r\nX-Forwarded-For: 198.51.100.7")
                + "\r\nContent-Length: "
                + inner.length()
                + "\r\n\r\n"
                + inner);

    assertThat(reply.replace("HTTP/1.1 100 Continue\r\n\r\n", ""))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContain("access_token");
    assertThat(attempts).isEmpty();
  }

  @Test
  void the_rest_of_a_too_large_body_is_never_treated_as_the_next_request() throws Exception {
    GatewayServer server = start(this::grant);
    int most = RequestIntake.MAX_BODY_BYTES + 256 * 1024 + 16 * 1024;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + "X-Forwarded-For: 198.51.100.7\r\nContent-Length: 99999999\r\n\r\n"
                  + " ".repeat(most))
              .getBytes(UTF_8));
      out.flush();
      assertThat(line(socket.getInputStream())).startsWith("HTTP/1.1 413 ");
      try {
        out.write(smuggled().getBytes(UTF_8));
        out.flush();
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
      } catch (IOException e) {
        assertThat(e).isInstanceOf(SocketException.class);
      }
    }

    assertThat(attempts).isEmpty();
  }

  @Test
  void connection_close_in_a_request_closes_the_connection() throws Exception {
    GatewayServer server = start(this::grant);
    String closing = "GET /zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    String reply = raw(server, closing + smuggled());

    assertThat(reply).startsWith("HTTP/1.1 404 ").containsOnlyOnce("HTTP/1.1");
    assertThat(attempts).isEmpty();
  }

  @Test
  void a_connection_whose_bodies_are_read_is_used_again() throws Exception {
    GatewayServer server = start(this::grant);

    String reply = raw(server, smuggled() + smuggled() + smuggled());

    assertThat(reply.split("HTTP/1.1 200 ", -1)).hasSize(4);
    assertThat(attempts).hasSize(3);
  }

  @Test
  void a_port_in_use_is_named_and_nothing_is_left_open() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start(this::grant, taken.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'garbage\r\n\r\n',                          400",
    "'P@ST / HTTP/1.1\r\nHost: a\r\n\r\n',       400",
    "'GET / HTTP/1.1\r\nHost: a\r\nX',            400",
  })
  void a_clients_mistake_is_not_called_a_defect(String bytes, int status) throws Exception {
    GatewayServer server = start(this::grant);

    String reply = raw(server, bytes.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(reply).doesNotContain("defect");
    if (!reply.isEmpty()) {
      assertThat(reply).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void a_body_that_ends_early_reaches_no_use_case() throws Exception {
    GatewayServer server = start(this::grant);

    raw(
        server,
        "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "X-Forwarded-For: 198.51.100.7\r\nContent-Length: 5000\r\n\r\n"
            + JSON);

    assertThat(attempts).isEmpty();
  }

  @Test
  void what_is_not_http_is_answered_as_a_problem_that_repeats_nothing() throws Exception {
    GatewayServer server = start(this::grant);

    String reply = raw(server, "POST /api/auth?secret-7 HTTP/1.1\r\nHo st: secret-7\r\n\r\n");

    assertThat(reply).startsWith("HTTP/1.1 400 ").contains("/problems/malformed\"");
    assertThat(reply).doesNotContain("secret-7");
    assertThat(journal.httpRefusals())
        .containsExactly(new GatewayEvent.HttpRefused("users", HttpRefusal.MALFORMED));
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.2\r\nHost: a\r\n\r\n',        505, VERSION_NOT_SUPPORTED",
    "'GET /unknown HTTP/1.1\r\nHost: a\r\n\r\n', 404, NOT_FOUND",
  })
  void what_is_refused_is_recorded_once_with_the_name_of_the_listener(
      String bytes, int status, HttpRefusal reason) throws Exception {
    GatewayServer server = start(this::grant);

    String reply = raw(server, bytes.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(reply).startsWith("HTTP/1.1 " + status);
    assertThat(journal.events()).containsExactly(new GatewayEvent.HttpRefused("users", reason));
  }

  @Test
  void what_the_admin_listener_refuses_is_not_recorded() throws Exception {
    GatewayServer server = start(this::grant);

    HttpResponse<String> reply = get(server.adminPort(), "/unknown");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(journal.events()).isEmpty();
  }

  @Test
  void a_defect_is_answered_without_its_message_and_the_server_lives() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    GatewayServer server =
        start(
            attempt -> {
              if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("secret-7");
              }
              return grant(attempt);
            });

    HttpResponse<String> first = post(server, "application/json", JSON, "198.51.100.7");
    HttpResponse<String> second = post(server, "application/json", JSON, "198.51.100.7");

    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(first.body())
        .contains("/problems/internal-error\"")
        .doesNotContain("secret-7")
        .doesNotContain("Exception");
    assertThat(second.statusCode()).isEqualTo(200);
  }

  @Test
  void two_hundred_logins_at_once_get_each_its_own_answer() {
    GatewayServer server = start(this::grant);

    List<CompletableFuture<String>> replies = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String body = "{\"username\":\"user" + i + "@example.com\",\"password\":\"p\"}";
      HttpRequest request = request(server, "application/json", body, "198.51.100." + i);
      replies.add(client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body));
    }

    for (int i = 0; i < 200; i++) {
      assertThat(replies.get(i).join()).contains("\"token of user" + i + "@example.com\"");
    }
  }

  @Test
  void health_and_metrics_are_on_the_admin_listener() throws Exception {
    GatewayServer server = start(this::grant);

    assertThat(get(server.adminPort(), "/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get(server.adminPort(), "/health/ready").statusCode()).isEqualTo(200);
    assertThat(get(server.adminPort(), "/metrics").body()).isEqualTo("a_metric 1\n");
    assertThat(get(server.adminPort(), "/api/auth").statusCode()).isEqualTo(404);
  }

  @Test
  void a_stop_answers_the_login_under_way_and_takes_no_new_one() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    GatewayServer server =
        start(
            attempt -> {
              arrived.countDown();
              await(answer);
              return grant(attempt);
            });
    CompletableFuture<HttpResponse<String>> underWay =
        client.sendAsync(
            request(server, "application/json", JSON, "198.51.100.7"), BodyHandlers.ofString());
    await(arrived);

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    int port = server.port();
    awaitRefusal(port);
    answer.countDown();

    assertThat(underWay.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    stopped.get(10, TimeUnit.SECONDS);
  }

  private LoginOutcome grant(LoginAttempt attempt) {
    attempts.add(attempt);
    String token = "token of " + attempt.credentials().identifier().value();
    return new LoginOutcome.Granted(
        new Tokens(
            new AccessToken(token),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.none(),
            Option.none()));
  }

  private GatewayServer start(LogInUseCase useCase) {
    return start(useCase, 0);
  }

  private GatewayServer start(LogInUseCase useCase, int port) {
    AtomicInteger next = new AtomicInteger();
    java.util.function.Supplier<RequestId> ids =
        () -> new RequestId("request-" + next.incrementAndGet());
    AddressSettings address =
        new AddressSettings(
            ClientAddressPolicy.behind(ranges("127.0.0.0/8"))
                .withPrivateResult(new PrivateResult.AllowOnly(ranges("198.51.100.0/24"))),
            "v1",
            AddressSettings.TraceMode.OFF,
            Option.none());
    Readiness readiness = new Readiness();
    ClientAddresses addresses = new ClientAddresses("users", address, Journal.NONE);
    GatewayServer server =
        GatewayServer.start(
            new HttpSettings(
                Vector.of(
                    new HttpSettings.UserListener(
                        "users", HttpSettings.Listener.plain("127.0.0.1", port), address)),
                HttpSettings.Listener.plain("127.0.0.1", 0),
                HttpLimits.DEFAULT.withDrain(Duration.ofSeconds(10))),
            listener ->
                new PublicListener(
                    addresses,
                    journal,
                    HttpApi.builder(ids, new RequestIntake(addresses, journal))
                        .login(useCase)
                        .build()),
            HttpApi.of(
                ids,
                AdminEndpoints.health(readiness)
                    .append(AdminEndpoints.metrics(() -> "a_metric 1\n"))),
            readiness,
            ids,
            InstantSource.system());
    servers.add(server);
    return server;
  }

  private static IpRangeSet ranges(String range) {
    return IpRangeSet.of(Vector.of(IpRange.parse(range).get()));
  }

  private HttpResponse<String> post(
      GatewayServer server, String contentType, String body, String forwardedFor)
      throws IOException, InterruptedException {
    return client.send(request(server, contentType, body, forwardedFor), BodyHandlers.ofString());
  }

  /** A complete login, hidden in a body. */
  private static String smuggled() {
    return "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "X-Forwarded-For: 198.51.100.77\r\nContent-Length: "
        + JSON.length()
        + "\r\n\r\n"
        + JSON;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private static HttpRequest request(
      GatewayServer server, String contentType, String body, String forwardedFor) {
    return HttpRequest.newBuilder(uri(server.port(), "/api/auth"))
        .header("Content-Type", contentType)
        .header("X-Forwarded-For", forwardedFor)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What the server answers to these bytes and to the end of the sending side. */
  private static String raw(GatewayServer server, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns once the port takes no connection any more. */
  private static void awaitRefusal(int port) {
    for (int i = 0; i < 10_000; i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        return;
      }
    }
    throw new AssertionError("the port still takes connections");
  }
}
