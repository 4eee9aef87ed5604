package dev.portcullis.adapters.auth0.transport;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.settings;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.transport;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the outbound client must do regardless of the other side: one POST for one login, an answer
 * or the right fault, and an end in time. Run it after every change of the client; the table of
 * docs/adr/0004 is its result.
 */
@Timeout(30)
class OutboundClientAcceptanceTest {

  private static final String PASSWORD = "canary-password-93c1";
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden\r\n";
  private static final String CLOSE = "Connection: close\r\n";

  private static final Verdict WRONG = new LoginOutcome.WrongCredentials();

  /**
   * @param warmUps logins before the one that counts
   * @param posts how often the one login may be seen
   * @param connections in all
   */
  record Situation(
      String name, int warmUps, int posts, int connections, Verdict answer, List<Script> scripts) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Situation> situations() {
    return Stream.of(
            lost(),
            slow(),
            statuses(),
            redirects(),
            large(),
            malformed(),
            wellFormed(),
            connectionReuse())
        .flatMap(situations -> situations);
  }

  private static Stream<Situation> lost() {
    return Stream.of(
        after("FIN after the request", NoAnswerFault.CONNECTION_LOST, wire -> {}),
        after("RST after the request", NoAnswerFault.CONNECTION_LOST, wire -> wire.reset()),
        situation(
            "RST inside the request",
            0,
            noAnswer(NoAnswerFault.CONNECTION_LOST),
            wire -> {
              wire.readByte();
              wire.reset();
            }),
        after(
            "FIN inside the headers",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send(OK + "Content-Type: application/js")),
        after(
            "FIN inside the status line",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send("HTTP/1.1 2")),
        after(
            "body shorter than Content-Length",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send(OK + "Content-Length: 100\r\n\r\n" + Auth0Fixtures.GRANTED)),
        after(
            "chunked body cut inside a chunk",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n40\r\n{\"access")),
        after(
            "chunked body cut between chunks",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")),
        after(
            "chunked body cut before the last line",
            NoAnswerFault.CONNECTION_LOST,
            wire -> wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n")));
  }

  private static Stream<Situation> slow() {
    return Stream.of(
        after("no answer", NoAnswerFault.TIMED_OUT, wire -> wire.hang()),
        after(
            "silence inside the headers",
            NoAnswerFault.TIMED_OUT,
            wire -> wire.send(OK + "Content-").hang()),
        after(
            "silence inside the body",
            NoAnswerFault.TIMED_OUT,
            wire -> wire.send(OK + "Content-Length: 100\r\n\r\n{").hang()),
        after(
            "headers dripping one byte at a time",
            NoAnswerFault.TIMED_OUT,
            wire -> wire.drip(OK + "X: " + "y".repeat(5000))),
        after(
            "body dripping one byte at a time",
            NoAnswerFault.TIMED_OUT,
            wire -> wire.send(OK + "Content-Length: 5000\r\n\r\n").drip("{" + " ".repeat(4999))),
        after(
            "chunks dripping",
            NoAnswerFault.TIMED_OUT,
            wire ->
                wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n")
                    .drip("1\r\n \r\n".repeat(900))),
        after(
            "1xx dripping without end",
            NoAnswerFault.TIMED_OUT,
            wire -> wire.drip("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(200))));
  }

  private static Stream<Situation> statuses() {
    return IntStream.of(408, 421, 425, 500, 502, 503, 504)
        .boxed()
        .flatMap(
            status ->
                Stream.of("", CLOSE)
                    .map(
                        connection ->
                            answered(
                                status + " with Retry-After: 0" + closing(connection),
                                answer(status, "{}", "Retry-After: 0\r\n" + connection),
                                unintelligible(status))));
  }

  private static Stream<Situation> redirects() {
    return Stream.concat(
        Stream.of("", CLOSE)
            .map(
                connection ->
                    answered(
                        "429 with Retry-After: 0" + closing(connection),
                        answer(
                            429,
                            "{\"error\":\"too_many_requests\"}",
                            "Retry-After: 0\r\n" + connection),
                        new LoginOutcome.Unanswered(
                            new ProviderFault.RateLimited(Option.some(Duration.ZERO))))),
        IntStream.of(301, 302, 303, 307, 308)
            .mapToObj(
                status ->
                    situation(
                        status + " to the same server",
                        1,
                        unintelligible(status),
                        wire -> {
                          String host = wire.readRequest().header("host").getFirst();
                          wire.send(
                                  answer(status, "", "Location: http://" + host + "/elsewhere\r\n"))
                              .hang();
                        })));
  }

  private static Stream<Situation> large() {
    return Stream.of(
        after(
            "Content-Length beyond 64 KiB",
            NoAnswerFault.TOO_LARGE,
            wire -> wire.send(OK + "Content-Length: 65537\r\n\r\n").hang()),
        after(
            "endless body until close",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, OK + "\r\n", "x".repeat(8000))),
        after(
            "endless chunks",
            NoAnswerFault.TOO_LARGE,
            wire ->
                flood(
                    wire,
                    OK + "Transfer-Encoding: chunked\r\n\r\n",
                    "1000\r\n" + "x".repeat(4096) + "\r\n")),
        after(
            "endless chunk extensions",
            NoAnswerFault.TOO_LARGE,
            wire ->
                flood(
                    wire,
                    OK + "Transfer-Encoding: chunked\r\n\r\n",
                    "1;" + "x".repeat(8000) + "\r\n \r\n")),
        after(
            "128 MB of headers",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, OK, "X-Header: " + "x".repeat(8000) + "\r\n")),
        after(
            "128 MB of small headers",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, OK, "X: y\r\n")),
        after(
            "128 MB in one header",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, OK + "X: ", "x".repeat(8000))),
        after(
            "128 MB of folded header",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, OK + "X: y\r\n", " " + "x".repeat(4000) + "\r\n")),
        answered(
            "a header of 9 KiB",
            answer(403, Auth0Fixtures.WRONG, "X: " + "y".repeat(9 * 1024) + "\r\n"),
            noAnswer(NoAnswerFault.TOO_LARGE)),
        answered(
            "200 headers",
            answer(403, Auth0Fixtures.WRONG, "X: y\r\n".repeat(200)),
            noAnswer(NoAnswerFault.TOO_LARGE)),
        after(
            "flood of 1xx",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, "", "HTTP/1.1 102 Processing\r\n\r\n")),
        after(
            "blank lines before the status line",
            NoAnswerFault.TOO_LARGE,
            wire -> flood(wire, "", "\r\n")),
        answered(
            "gzip bomb below 64 KiB",
            answer(200, gzip(40_000_000), "Content-Encoding: gzip\r\n"),
            unintelligible(200)),
        answered("body of exactly 64 KiB", answer(403, padded(HttpConnection.MAX_BODY)), WRONG));
  }

  private static Stream<Situation> malformed() {
    return Stream.of(
        garbage("another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n"),
        garbage("an HTTP/2 frame", "\u0000\u0000\u0012\u0004\u0000\u0000\u0000\u0000\u0000\n"),
        garbage("status line of HTTP/2", "HTTP/2 200\r\n\r\n"),
        garbage("status 000", "HTTP/1.1 000 Zero\r\n\r\n"),
        garbage("status 999", "HTTP/1.1 999 No\r\n\r\n"),
        garbage("101 that was not requested", "HTTP/1.1 101 Switching Protocols\r\n\r\n"),
        garbage("header without colon", OK + "what is this\r\n\r\n"),
        garbage("two lengths", OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        garbage("negative length", OK + "Content-Length: -1\r\n\r\n"),
        garbage("length that is no number", OK + "Content-Length: two\r\n\r\n"),
        garbage("unknown transfer coding", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
        garbage("bad chunk size", OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        garbage("negative chunk size", OK + "Transfer-Encoding: chunked\r\n\r\n-5\r\n"),
        garbage(
            "chunk longer than it says",
            OK + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n"));
  }

  private static Stream<Situation> wellFormed() {
    String wrong = Auth0Fixtures.WRONG;
    return Stream.of(
        answered("length", answer(403, wrong), WRONG),
        answered("length, then close", answer(403, wrong, CLOSE), WRONG),
        answered("one 100 and one 103 before", interim() + answer(403, wrong), WRONG),
        answered(
            "chunks",
            FORBIDDEN
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(wrong.length())
                + ";ext=1\r\n"
                + wrong
                + "\r\n0\r\nTrailer: x\r\n\r\n",
            WRONG),
        after("until close", WRONG, wire -> wire.send(FORBIDDEN + "\r\n" + wrong)),
        after("HTTP/1.0", WRONG, wire -> wire.send("HTTP/1.0 403 Forbidden\r\n\r\n" + wrong)),
        answered("204", "HTTP/1.1 204 No Content\r\n\r\n", unintelligible(204, "")),
        answered("an HTML page", answer(200, "<html>Sign in</html>"), unintelligible(200)));
  }

  private static Stream<Situation> connectionReuse() {
    Script twice =
        wire -> {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG));
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG)).hang();
        };
    Script once =
        wire -> {
          wire.readRequest();
          wire.send(answer(403, Auth0Fixtures.WRONG)).hang();
        };
    return Stream.of(
        reused("kept alive", 1, 1, WRONG, twice),
        reused("closed by a header", 1, 2, WRONG, second(answer(403, Auth0Fixtures.WRONG, CLOSE))),
        reused(
            "extra bytes after the answer",
            1,
            2,
            WRONG,
            second(answer(403, Auth0Fixtures.WRONG) + answer(200, Auth0Fixtures.GRANTED)),
            once),
        reused(
            "both length and chunks",
            1,
            2,
            WRONG,
            second(
                FORBIDDEN
                    + "Content-Length: 5\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + "2\r\n"
                    + "{}\r\n"
                    + "0\r\n\r\n"),
            once),
        reused(
            "FIN after the request on a kept connection",
            1,
            1,
            noAnswer(NoAnswerFault.CONNECTION_LOST),
            wire -> {
              wire.readRequest();
              wire.send(answer(403, Auth0Fixtures.WRONG));
              wire.readRequest();
            }),
        reused(
            "RST after the request on a kept connection",
            1,
            1,
            noAnswer(NoAnswerFault.CONNECTION_LOST),
            wire -> {
              wire.readRequest();
              wire.send(answer(403, Auth0Fixtures.WRONG));
              wire.readRequest();
              wire.reset();
            }),
        reused(
            "no answer on a kept connection",
            1,
            1,
            noAnswer(NoAnswerFault.TIMED_OUT),
            wire -> {
              wire.readRequest();
              wire.send(answer(403, Auth0Fixtures.WRONG));
              wire.readRequest();
              wire.hang();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void one_login_is_one_post_and_ends_in_time(Situation situation) {
    Duration timeout = situation.answer().equals(noAnswer(NoAnswerFault.TIMED_OUT)) ? SHORT : LONG;
    try (ScriptedServer server = ScriptedServer.start(situation.scripts().toArray(Script[]::new));
        Auth0Client auth0 =
            Auth0Client.open(
                settings(server.uri(), transport(timeout)),
                Auth0Fixtures.defaultTls(),
                TestClock.create())) {
      IntStream.range(0, situation.warmUps()).forEach(i -> logIn(auth0));
      long start = System.nanoTime();

      var answer = logIn(auth0);

      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      assertThat(answer).isEqualTo(situation.answer());
      assertThat(server.requests()).hasSize(situation.warmUps() + situation.posts());
      assertThat(server.connections()).isEqualTo(situation.connections());
      assertThat(elapsed).isLessThan((timeout.equals(SHORT) ? SHORT : Duration.ZERO).plus(MARGIN));
      assertThat(answer.toString()).doesNotContain(PASSWORD, Auth0Fixtures.SECRET);
    }
  }

  @ParameterizedTest
  @MethodSource("redirectStatuses")
  void a_redirect_to_another_server_never_gets_there(int status) {
    try (ScriptedServer elsewhere = ScriptedServer.start(wire -> wire.readRequest());
        ScriptedServer server =
            ScriptedServer.start(
                wire -> {
                  wire.readRequest();
                  wire.send(answer(status, "", "Location: " + elsewhere.uri() + "/\r\n")).hang();
                });
        Auth0Client auth0 =
            Auth0Client.open(
                settings(server.uri(), transport(LONG)),
                Auth0Fixtures.defaultTls(),
                TestClock.create())) {

      var answer = logIn(auth0);

      assertThat(answer).isEqualTo(unintelligible(status));
      assertThat(server.requests()).hasSize(1);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  static IntStream redirectStatuses() {
    return IntStream.of(301, 302, 303, 307, 308);
  }

  private static Verdict logIn(Auth0Client auth0) {
    return auth0
        .credentialVerifier()
        .verify(
            credentials("ada@example.com", PASSWORD),
            GrantRequest.AS_CONFIGURED,
            client("203.0.113.7"))
        .answer();
  }

  private static Situation situation(String name, int posts, Verdict answer, Script script) {
    return new Situation(name, 0, posts, 1, answer, List.of(script));
  }

  private static Situation after(String name, NoAnswerFault fault, Script script) {
    return after(name, noAnswer(fault), script);
  }

  /** Reads the request first. */
  private static Situation after(String name, Verdict answer, Script script) {
    return situation(
        name,
        1,
        answer,
        wire -> {
          wire.readRequest();
          script.play(wire);
        });
  }

  private static Situation answered(String name, String bytes, Verdict answer) {
    return after(name, answer, wire -> wire.send(bytes).hang());
  }

  private static Situation garbage(String name, String bytes) {
    return answered(name, bytes, noAnswer(NoAnswerFault.NOT_HTTP));
  }

  private static Situation reused(
      String name, int posts, int connections, Verdict answer, Script... scripts) {
    return new Situation(name, 1, posts, connections, answer, List.of(scripts));
  }

  /** Answers once and stays open. */
  private static Script second(String bytes) {
    return wire -> {
      wire.readRequest();
      wire.send(bytes).hang();
    };
  }

  private static void flood(ScriptedServer.Wire wire, String start, String more)
      throws IOException {
    wire.send(start);
    for (long sent = 0; sent < 128_000_000; sent += more.length()) {
      wire.send(more);
    }
  }

  private static String closing(String connection) {
    return connection.isEmpty() ? "" : ", closing";
  }

  private static String interim() {
    return "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
  }

  private static String padded(int length) {
    String start = "{\"error\":\"invalid_grant\",\"x\":\"";
    String end = "\"}";
    return start + "x".repeat(length - start.length() - end.length()) + end;
  }

  private static String gzip(int zeros) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[zeros]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static Verdict noAnswer(NoAnswerFault why) {
    return new LoginOutcome.Unanswered(new ProviderFault.NoAnswer(why));
  }

  private static Verdict unintelligible(int status) {
    return unintelligible(status, "application/json");
  }

  /** An answer without a code; a 5xx is a failure of the provider. */
  private static Verdict unintelligible(int status, String mediaType) {
    ProviderError error = new ProviderError(status, "", "", mediaType);
    return new LoginOutcome.Unanswered(
        status >= 500
            ? new ProviderFault.Unavailable(error)
            : new ProviderFault.Unintelligible(error));
  }
}
