package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.TestListener.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server refuses, and what it takes, byte for byte, over real sockets. */
@Timeout(60)
class RefusedRequestsTest {

  private static final String SECRET = "correct-horse-7";

  /** What follows a refused request on its connection, and must not be answered. */
  private static final String NEXT = "GET /path?next HTTP/1.1\r\nHost: a\r\n\r\n";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final TestListener listener =
      TestListener.open(
          HttpLimits.DEFAULT,
          Endpoint.get("/path", this::note),
          Endpoint.post("/path", new Content.Bytes(100), this::note));

  private Reply note(GatewayRequest request, RequestId id) throws IOException {
    seen.add(
        request.method()
            + " "
            + request.path()
            + "?"
            + request.query()
            + " "
            + request.body().read(100).length);
    return Reply.of(200, "text/plain", new byte[] {'x'});
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "post /path HTTP/1.1;Host: a;Content-Length: 0;;             | NOT_IMPLEMENTED",
        "Get /path HTTP/1.1;Host: a;;                                | NOT_IMPLEMENTED",
        "FETCH /path HTTP/1.1;Host: a;;                              | NOT_IMPLEMENTED",
        "CONNECT a:443 HTTP/1.1;Host: a:443;;                        | NOT_IMPLEMENTED",
        "GET /path HTTP/1.2;Host: a;;                                | VERSION_NOT_SUPPORTED",
        "GET /path HTTP/2.0;Host: a;;                                | VERSION_NOT_SUPPORTED",
        "PRI * HTTP/2.0;;SM;;                                        | VERSION_NOT_SUPPORTED",
        "GET /path HTTP/0.9;;                                        | VERSION_NOT_SUPPORTED",
        "GET /path;;                                                 | VERSION_NOT_SUPPORTED",
        "GET /path HTTP/1.1;;                                        | MALFORMED",
        "GET /path HTTP/1.1;Host: a;Host: a;;                        | MALFORMED",
        "GET /path HTTP/1.1;Host : a;;                               | MALFORMED",
        "GET /path HTTP/1.1; Host: a;;                               | MALFORMED",
        "GET /path HTTP/1.1;Host: a;X: b; folded;;                   | MALFORMED",
        "GET /path#x HTTP/1.1;Host: a;;                              | MALFORMED",
        "GET path HTTP/1.1;Host: a;;                                 | MALFORMED",
        "GET ftp://a/path HTTP/1.1;Host: a;;                         | MALFORMED",
        "GET http://b/path HTTP/1.1;Host: a;;                        | MALFORMED",
        "GET  /path HTTP/1.1;Host: a;X:\u0000;;                      | MALFORMED",
        "GET /path HTTP/1.1;Host: a;X: \u0001;;                      | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: +5;;12345       | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5,5;;12345      | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5;Content-Length: 5;;12345 | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5;Content-Length: 6;;12345 | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: 9223372036854775808;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5;Transfer-Encoding: chunked;;0;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: chunked;Content-Length: 5;;0;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: chunked, x;;0;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: chunked;Transfer-Encoding: chunked;;0;; |"
            + " MALFORMED",
        "POST /path HTTP/1.0;Host: a;Transfer-Encoding: chunked;;0;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: gzip, chunked;;0;; | NOT_IMPLEMENTED",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: xchunked;;0;; | MALFORMED",
        "POST /path HTTP/1.1;Host: a;Content-Encoding: gzip;Content-Length: 5;;12345 |"
            + " UNSUPPORTED_CONTENT",
        "POST /path HTTP/1.1;Host: a;Content-Length: 2147483648;;    | BODY_TOO_LARGE",
        "POST /path HTTP/1.1;Host: a;Content-Length: 32769;Expect: 100-continue;; | BODY_TOO_LARGE",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5;Expect: 200-ok;;12345 | EXPECTATION_FAILED",
      })
  void what_is_not_taken_is_refused_once_and_ends_the_connection(
      String request, HttpRefusal refusal) throws IOException {
    String answers = talk(request.replace(";", "\r\n") + NEXT);

    assertThat(answers)
        .startsWith("HTTP/1.1 " + refusal.status() + " ")
        .containsOnlyOnce("HTTP/1.1 " + refusal.status())
        .doesNotContain("100 Continue")
        .contains("Connection: close");
    assertThat(seen).isEmpty();
    assertThat(listener.refusals()).containsExactly(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /path?a=%2f HTTP/1.1;Host: a;;                   | GET /path?a=%2f 0",
        "GET http://a/path?q HTTP/1.1;Host: a;;               | GET /path?q 0",
        "GET HTTP://A/path HTTP/1.1;Host: a;;                 | GET /path? 0",
        "GET https://a/path HTTP/1.1;Host: a;;                | GET /path? 0",
        "GET /path HTTP/1.1;Host:a;Content-Encoding: identity;; | GET /path? 0",
        "POST /path HTTP/1.1;Host: a;Content-Length: 05;;12345 | POST /path? 5",
        "POST /path HTTP/1.1;Host: a;Transfer-Encoding: CHUNKED;;5;12345;0;; | POST /path? 5",
        "POST /path HTTP/1.1;Host: a;Content-Length: 5;Expect: 100-continue;;12345 | POST /path? 5",
      })
  void what_is_taken_leaves_the_connection_usable(String request, String noted) throws IOException {
    String answers = talk(request.replace(";", "\r\n") + NEXT);

    assertThat(TestGateway.statuses(answers)).endsWith("200", "200");
    assertThat(seen).containsExactly(noted, "GET /path?next 0");
    assertThat(listener.refusals()).isEmpty();
  }

  @Test
  void http_1_0_is_served_and_closed() throws IOException {
    String answers = talk("GET /path HTTP/1.0\r\n\r\n" + NEXT);

    assertThat(TestGateway.statuses(answers)).containsExactly("200");
    assertThat(seen).containsExactly("GET /path? 0");
  }

  @Test
  void http_1_0_with_keep_alive_is_kept() throws IOException {
    String request = "GET /path HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    String answers = talk(request + request + "GET /path HTTP/1.0\r\n\r\n" + NEXT);

    assertThat(TestGateway.statuses(answers)).containsExactly("200", "200", "200");
    assertThat(answers).containsIgnoringCase("Connection: keep-alive");
  }

  @Test
  void a_target_that_is_too_long_is_refused() throws IOException {
    String answers = talk("GET /" + SECRET.repeat(2000) + " HTTP/1.1\r\nHost: a\r\n\r\n" + NEXT);

    assertThat(answers).startsWith("HTTP/1.1 414 ").doesNotContain(SECRET);
    assertThat(listener.refusals()).containsExactly(HttpRefusal.TARGET_TOO_LONG);
  }

  @Test
  void header_lines_that_are_too_long_are_refused() throws IOException {
    String answers =
        talk("GET /path HTTP/1.1\r\nHost: a\r\nX: " + SECRET.repeat(20_000) + "\r\n\r\n" + NEXT);

    assertThat(answers).startsWith("HTTP/1.1 431 ").doesNotContain(SECRET);
    assertThat(seen).isEmpty();
    assertThat(listener.refusals()).containsExactly(HttpRefusal.HEADERS_TOO_LARGE);
  }

  @Test
  void header_lines_of_almost_16_kib_are_read() throws IOException {
    String answers =
        talk("GET /path HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(16_000) + "\r\n\r\n" + NEXT);

    assertThat(TestGateway.statuses(answers)).containsExactly("200", "200");
  }

  @Test
  void a_tls_handshake_is_named() throws IOException {
    String answers = talk("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");

    assertThat(answers).startsWith("HTTP/1.1 400 ");
    assertThat(listener.refusals()).containsExactly(HttpRefusal.TLS_ON_PLAIN_PORT);
  }

  @Test
  void a_body_that_ends_early_is_refused() throws IOException {
    String answers = talk("POST /path HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n123");

    assertThat(answers).startsWith("HTTP/1.1 400 ");
    assertThat(listener.refusals()).containsExactly(HttpRefusal.BODY_INCOMPLETE);
  }

  private String talk(String request) throws IOException {
    try (Socket socket = listener.connect()) {
      send(socket, request);
      socket.shutdownOutput();
      return TestGateway.answers(socket);
    }
  }
}
