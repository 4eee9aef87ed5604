package dev.portcullis.emulator.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does with bytes: each test writes them to a socket by itself. */
@Timeout(60)
class JettyServerTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  /** A read of a socket heeds no interrupt, and so no timeout of a test. */
  private static final int MOST_MILLIS = 20_000;

  private JettyServer server = serving(LONG);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_body_in_chunks_is_read_like_any_other() throws IOException {
    String chunked =
        "POST /echo HTTP/1.1|Host: tenant|Transfer-Encoding: chunked||"
            + "6;a=b|first |A|and second|0|X-Trailer: c||";

    String answers =
        talk(
            chunked.replace("|", "\r\n")
                + "GET /next HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n\r\n");

    assertThat(answers).contains("POST /echo [first and second]", "GET /next []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        "Transfer-Encoding: chunked\r\n\r\n+3\r\nabc\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabcXX0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\nabc",
        "Content-Length: many\r\n\r\nabc",
      })
  void a_body_with_invalid_framing_ends_the_connection(String rest) throws IOException {
    String answers = talk("POST /echo HTTP/1.1\r\nHost: tenant\r\n" + rest + smuggled());

    assertThat(answers).startsWith("HTTP/1.1 400").doesNotContain("/smuggled");
  }

  @Test
  void a_body_that_is_too_large_is_refused_and_the_next_request_is_answered() throws IOException {
    String answers =
        talk(
            "POST /echo HTTP/1.1\r\nHost: tenant\r\nContent-Length: 65537\r\n\r\n"
                + "x".repeat(65_537)
                + "POST /fits HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n"
                + "Content-Length: 65536\r\n\r\n"
                + "x".repeat(65_536));

    assertThat(answers).startsWith("HTTP/1.1 413").contains("POST /fits [xxx");
  }

  @Test
  void chunks_that_are_too_many_are_refused_too() throws IOException {
    String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";

    String answers =
        talk(
            "POST /echo HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(5)
                + "0\r\n\r\n");

    assertThat(answers).startsWith("HTTP/1.1 413");
  }

  @Test
  void a_header_that_is_too_large_is_refused() throws IOException {
    String answers =
        talk("GET /x HTTP/1.1\r\nHost: tenant\r\nX-Large: " + "x".repeat(17_000) + "\r\n\r\n");

    assertThat(answers).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("GET /x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nab",
      })
  void a_body_that_ends_early_is_not_answered_as_a_complete_one(String rest) throws IOException {
    String answer;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(MOST_MILLIS);
      socket
          .getOutputStream()
          .write(("POST /early HTTP/1.1\r\nHost: tenant\r\n" + rest).getBytes(ISO_8859_1));
      socket.shutdownOutput();
      answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    assertThat(answer).doesNotContain("200 OK");
  }

  @Test
  void http_1_0_is_answered_and_its_connection_closed() throws IOException {
    String answer = talk("GET /old HTTP/1.0\r\n\r\n" + smuggled());

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("GET /old []")
        .doesNotContain("/smuggled");
  }

  @ParameterizedTest
  @CsvSource({
    "/users/auth0%7Cab%2Fc?a=%20+b&c, /users/auth0|ab/c ?a=%20+b&c",
    "//oauth//token,                  /oauth/token ?",
    "/a/./b/../c;x=1,                 /a/c ?",
    "http://tenant/absolute?q,        /absolute ?q",
  })
  void a_path_is_decoded_and_a_query_is_not(String target, String read) throws IOException {
    server.close();
    server =
        JettyServer.start(
            "127.0.0.1",
            0,
            Optional.empty(),
            request -> Reply.of(200, "text/plain", request.path() + " ?" + request.rawQuery()),
            LONG);

    String answer =
        talk("GET " + target + " HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n\r\n");

    assertThat(answer).endsWith("\r\n\r\n" + read);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void a_status_without_a_body_is_sent_without_the_prepared_one(int status) throws IOException {
    server.close();
    server =
        JettyServer.start(
            "127.0.0.1",
            0,
            Optional.empty(),
            request -> Reply.of(request.path().equals("/none") ? status : 200, "text/plain", "{}"),
            LONG);

    String answers = talk(get("/none", "") + get("/next", "Connection: close\r\n"));

    assertThat(answers)
        .matches("(?s)HTTP/1.1 " + status + " .*\r\n\r\nHTTP/1.1 200 OK\r\n.*\r\n\r\n\\{}");
  }

  @Test
  void a_refusal_repeats_nothing_of_the_request() throws IOException {
    String answer = talk("GET /secret HTTP/1.1\r\nHost: tenant\r\nHost: other\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400").endsWith("\r\n\r\n").doesNotContain("secret");
  }

  @Test
  void connection_close_is_meant() throws IOException {
    String answers =
        talk("GET /last HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n\r\n" + smuggled());

    assertThat(answers).contains("GET /last []", "Connection: close").doesNotContain("/smuggled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /slow HTTP/1.1\r\nHost: ten",
        "POST /slow HTTP/1.1\r\nHost: tenant\r\nContent-Length: 10\r\n\r\nabc",
        "POST /slow HTTP/1.1\r\nHost: tenant\r\nTransfer-Encoding: chunked\r\n\r\nFF\r\nabc",
      })
  void a_client_that_never_ends_its_request_is_not_waited_for(String begin) throws IOException {
    server.close();
    server = serving(Duration.ofMillis(200));

    String answer;
    try {
      answer = talk(begin);
    } catch (SocketException e) {
      // A reset ends the connection too: the server closes it with bytes unread.
      answer = e.getMessage();
    }

    assertThat(answer).doesNotContain("200 OK");
  }

  /** A prepared reply may be one of a tenant whose clock is wrong. */
  @Test
  void a_reply_has_its_own_date_alone() throws IOException {
    server.close();
    Reply dated =
        Reply.of(200, "text/plain", "dated").with("Date", "Thu, 31 Dec 2099 23:59:59 GMT");
    server =
        JettyServer.start(
            "127.0.0.1", 0, Optional.empty(), request -> dated, Duration.ofSeconds(10));

    String answer = talk("GET /dated HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n\r\n");

    assertThat(answer.lines().filter(line -> line.startsWith("Date: ")))
        .containsExactly("Date: Thu, 31 Dec 2099 23:59:59 GMT");
  }

  @Test
  void an_answer_may_take_longer_than_a_request() throws IOException {
    server.close();
    Reply late =
        Reply.of(200, "text/plain", "late").delivered(Reply.Delivery.WHOLE, Duration.ofSeconds(4));
    // Long enough for a busy machine to read the request.
    server =
        JettyServer.start("127.0.0.1", 0, Optional.empty(), request -> late, Duration.ofSeconds(2));

    String answer = talk("GET /late HTTP/1.1\r\nHost: tenant\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("late");
  }

  @Test
  void http_2_is_spoken_without_asking() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(MOST_MILLIS);
      byte[] emptySettings = HexFormat.of().parseHex("000000040000000000");
      socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
      socket.getOutputStream().write(emptySettings);

      byte[] frameHeader = socket.getInputStream().readNBytes(9);

      assertThat(frameHeader[3]).describedAs("type SETTINGS").isEqualTo((byte) 4);
    }
  }

  @ParameterizedTest
  @CsvSource({"HALF, true", "NONE, true", "RESET, false"})
  void over_http_2_only_a_reset_ends_more_than_its_own_stream(Reply.Delivery way, boolean survives)
      throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    CountDownLatch waits = new CountDownLatch(1);
    server.close();
    server =
        JettyServer.start(
            "127.0.0.1",
            0,
            Optional.empty(),
            request -> {
              Reply reply = Reply.of(200, "text/plain", "complete");
              if (request.path().equals("/waits")) {
                waits.countDown();
                await(broken);
              }
              return request.path().equals("/breaks") ? reply.delivered(way, Duration.ZERO) : reply;
            },
            LONG);

    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> first = client.send(to("/first"), BodyHandlers.ofString());
      CompletableFuture<HttpResponse<String>> waiting =
          client.sendAsync(to("/waits"), BodyHandlers.ofString());
      await(waits);
      assertThatThrownBy(() -> client.send(to("/breaks"), BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      broken.countDown();

      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(waiting.handle((answer, failure) -> failure == null).get(20, TimeUnit.SECONDS))
          .isEqualTo(survives);
    }
  }

  private HttpRequest to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String get(String path, String more) {
    return "GET " + path + " HTTP/1.1\r\nHost: tenant\r\n" + more + "\r\n";
  }

  private static String smuggled() {
    return "GET /smuggled HTTP/1.1\r\nHost: tenant\r\n\r\n";
  }

  private static JettyServer serving(Duration patience) {
    return JettyServer.start(
        "127.0.0.1",
        0,
        Optional.empty(),
        request ->
            Reply.of(
                200,
                "text/plain",
                request.method()
                    + " "
                    + request.path()
                    + " ["
                    + new String(request.body(), ISO_8859_1)
                    + "]"),
        patience);
  }

  /** All that the server says until it ends the connection, which it has to do in time. */
  private String talk(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(MOST_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }
}
