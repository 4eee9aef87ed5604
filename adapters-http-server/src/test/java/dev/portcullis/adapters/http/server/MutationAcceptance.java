package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.ReferenceReader.Request;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of requests with small errors, the same in every run. */
@Timeout(120)
abstract class MutationAcceptance {

  private static final String HIDDEN =
      "POST /hidden HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
  private static final String NEXT = "POST /next HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";

  private static final List<String> BASES =
      List.of(
          "POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: "
              + HIDDEN.length()
              + "\r\nX-Seen: y\r\n\r\n"
              + HIDDEN,
          "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(HIDDEN.length())
              + "\r\n"
              + HIDDEN
              + "\r\n0\r\n\r\n",
          "POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5;x=\"y\"\r\nhello\r\n"
              + Integer.toHexString(HIDDEN.length())
              + "\r\n"
              + HIDDEN
              + "\r\n0\r\nX-Seen: t\r\n\r\n",
          "POST http://a/login HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n"
              + "Content-Length: 5\r\n\r\nhello",
          "GET /next?x=y HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

  /** What parsers have been confused by. */
  private static final List<String> PIECES =
      List.of(
          "\r",
          "\n",
          "\r\n",
          "\r\r\n",
          "\n\r\n",
          "\0",
          "\t",
          " ",
          "\013",
          "\f",
          "\177",
          "\240",
          "\377",
          ":",
          ";",
          ",",
          "\"",
          "+",
          "-",
          "0",
          "0x",
          "1",
          "f",
          "_",
          "\\",
          "%00",
          "%0d%0a",
          "chunked",
          "identity",
          "Content-Length: 0\r\n",
          "Content-Length: 7\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding:\r\n",
          "Host: b\r\n",
          " \r\n",
          "0\r\n\r\n",
          "HTTP/1.1",
          "HTTP/1.0");

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  @BeforeEach
  final void open() {
    server =
        ListenerUnderTest.open(
            engine(),
            HttpLimits.DEFAULT.withDrain(Duration.ofSeconds(1)).withConnectionsPerAddress(10_000));
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_request_with_errors_is_never_two_and_never_a_defect(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      String bytes = mutated(random) + NEXT;

      expectNoMoreThan(ReferenceReader.read(bytes), bytes);
    }
  }

  @Test
  void a_request_cut_off_anywhere_is_no_other_request() {
    for (String base : BASES) {
      for (int i = 0; i < base.length(); i++) {
        String bytes = base.substring(0, i);

        expectNoMoreThan(ReferenceReader.read(bytes), bytes);
      }
    }
  }

  @Test
  void a_request_with_one_byte_replaced_is_never_two() {
    String base = BASES.get(1);
    int head = base.indexOf("\r\n\r\n") + 8;
    for (int i = 0; i < head; i++) {
      for (String replaced : List.of("\n", "\r", " ", "\0", ",", "+")) {
        String bytes = base.substring(0, i) + replaced + base.substring(i + 1) + NEXT;

        expectNoMoreThan(ReferenceReader.read(bytes), bytes);
      }
    }
  }

  static String mutated(Random random) {
    StringBuilder bytes = new StringBuilder(BASES.get(random.nextInt(BASES.size())));
    int errors = 1 + random.nextInt(3);
    for (int i = 0; i < errors; i++) {
      // Most of them where framing is decided.
      int at = random.nextInt(random.nextBoolean() ? bytes.length() : Math.min(90, bytes.length()));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      switch (random.nextInt(4)) {
        case 0 -> bytes.insert(at, piece);
        case 1 -> bytes.replace(at, Math.min(at + 1, bytes.length()), piece);
        case 2 -> bytes.deleteCharAt(at);
        default -> bytes.setCharAt(at, (char) random.nextInt(256));
      }
    }
    return bytes.toString();
  }

  /** The requests that were served are the first of these, and each answer is one of HTTP's. */
  private void expectNoMoreThan(List<Request> allowed, String bytes) {
    server.forget();
    Answers answers;
    try (Wire wire = server.connect()) {
      answers = wire.send(bytes).shut().answers();
    }

    List<String> served =
        server.seen().stream().map(it -> it.method() + " " + it.path() + " " + it.body()).toList();
    List<String> expected =
        allowed.stream()
            .map(it -> it.method() + " " + path(it.target()) + " " + it.body())
            .filter(it -> it.matches("(?s)(GET|POST|HEAD) /(login|next|hidden) .*"))
            .limit(served.size())
            .toList();
    assertThat(served).as("requests in %s", printed(bytes)).isEqualTo(expected);
    assertThat(answers.statuses())
        .as("answers to %s", printed(bytes))
        .allMatch(status -> status < 500 || status == 501 || status == 505);
  }

  private static String path(String target) {
    String path = target.replaceFirst("^(?i:https?)://[^/?]*", "").replaceFirst("\\?.*", "");
    return path.isEmpty() ? "/" : path;
  }

  private static String printed(String bytes) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, bytes.length())
        .mapToObj(bytes::charAt)
        .forEach(
            c -> {
              if (c >= ' ' && c < 127) {
                text.append(c.charValue());
              } else {
                text.append("\\x%02x".formatted((int) c));
              }
            });
    return text.toString();
  }
}
