package dev.portcullis.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Timeout(300)
class HostileInputLoadTest {

  private static final int RATE = 200;
  private static final int ATTACKERS = 16;

  /** Inputs a second: few enough that the CPUs alone do not delay the logins. */
  private static final int INPUTS = 400;

  @Test
  void hostile_input_gets_no_server_error_reaches_no_tenant_and_delays_no_login(
      @TempDir Path folder) throws Exception {
    try (StubTenant tenant = StubTenant.start();
        GatewayProcess gateway = GatewayProcess.start(tenant, folder)) {
      Logins.run(gateway.port(), RATE, Duration.ofSeconds(20));
      Logins.Result alone = Logins.run(gateway.port(), RATE, Duration.ofSeconds(10));
      long before = tenant.requests();

      Attack attack = Attack.start(gateway.port());
      Logins.Result beside = Logins.run(gateway.port(), RATE, Duration.ofSeconds(20));
      attack.stop();

      System.err.printf(
          "Alone: %s%nBeside hostile input: %s%nIts answers by status: %s%n",
          alone, beside, attack.statuses);
      SoftAssertions softly = new SoftAssertions();
      softly.assertThat(beside.failed()).as(beside.toString()).isZero();
      softly.assertThat(beside.p99() - alone.p99()).as("p99 added, in ms").isLessThan(100);
      softly.assertThat(attack.failures).as("inputs with a server error").isEmpty();
      softly.assertThat(tenant.requests() - before).isEqualTo(beside.sent());
      softly.assertThat(attack.seconds).as("inputs answered as two requests").isEmpty();
      softly.assertThat(attack.sent.sum()).isGreaterThan(1_000);
      softly.assertAll();
      gateway.requireAlive();
    }
  }

  /** Sends the inputs over and over, each over a connection of its own. */
  private static final class Attack {

    private final int port;
    private final List<byte[]> inputs = inputs();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
    private final Set<String> seconds = ConcurrentHashMap.newKeySet();
    private final LongAdder sent = new LongAdder();
    private final long begin = System.nanoTime();
    private final List<Thread> threads = new ArrayList<>();

    private Attack(int port) {
      this.port = port;
    }

    static Attack start(int port) {
      Attack attack = new Attack(port);
      for (int i = 0; i < ATTACKERS; i++) {
        attack.threads.add(Thread.ofVirtual().start(attack::run));
      }
      return attack;
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    private void run() {
      while (!stopped.get()) {
        int number = turn.getAndIncrement();
        long due = begin + number * 1_000_000_000L / INPUTS;
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        byte[] input = inputs.get(number % inputs.size());
        List<Integer> answers = send(number, input);
        sent.increment();
        answers.forEach(status -> count(status));
        if (answers.stream().filter(status -> status >= 200).count() > 1) {
          seconds.add(shown(input));
        }
        // 501 and 505 are about the request: RFC 9110, 15.6.2 and 15.6.6.
        answers.stream()
            .filter(status -> status >= 500 && status != 501 && status != 505)
            .forEach(status -> failures.put(shown(input), status));
      }
    }

    private void count(int status) {
      statuses.computeIfAbsent(status, unused -> new LongAdder()).increment();
    }

    private List<Integer> send(int number, byte[] input) {
      List<Integer> answers = new ArrayList<>();
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(200);
        socket.bind(new InetSocketAddress(Messages.user(8, number % 1_000), 0));
        socket.connect(new InetSocketAddress(Messages.address(127, 0, 0, 1), port), 10_000);
        socket.getOutputStream().write(input);
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int status = Messages.read(in, buffer);
            status > 0;
            status = Messages.read(in, buffer)) {
          answers.add(status);
        }
      } catch (SocketTimeoutException e) {
        count(0);
      } catch (IOException | RuntimeException e) {
        // Closed without an answer, which is one.
        count(-1);
      }
      return answers;
    }

    private static String shown(byte[] input) {
      String text = new String(input, 0, Math.min(200, input.length), StandardCharsets.ISO_8859_1);
      return text.replace("\r", "\\r").replace("\n", "\\n");
    }
  }

  /** None is a login that may pass. */
  private static List<byte[]> inputs() {
    return Stream.concat(
            Stream.of(
                "\r\n\r\n\r\n\r\n",
                "GET / HTTP/2.0\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /api/auth HTTP/1.1\r\nHost: a\r\n\r\n",
                "post /api/auth HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PROXY TCP4 203.0.113.9 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(3_000) + "\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\rHost: a\r\r",
                "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
                post("Content-Length: 2147483648\r\n", ""),
                post("Content-Length: 10485760\r\nExpect: 100-continue\r\n", ""),
                post("Content-Length: -1\r\n", ""),
                post("Content-Length: +3\r\n", "a=b"),
                post("Content-Length: 3, 4\r\n", "a=b"),
                post("Content-Length: 3\r\nContent-Length: 4\r\n", "a=b"),
                post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
                post("Transfer-Encoding: chunked\r\n", "+3\r\na=b\r\n0\r\n\r\n"),
                post("Transfer-Encoding: chunked\r\n", "3\r\na=bXX0\r\n\r\n"),
                post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n"),
                post("Transfer-Encoding: chunked\r\n", "3;" + "x".repeat(20_000) + "\r\n"),
                post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
                post("Transfer-Encoding: identity\r\n", "a=b"),
                post("Content-Encoding: gzip\r\nContent-Length: 3\r\n", "a=b"),
                form("username"),
                form("username=%zz&password=%"),
                form("username=a&username=b&password=c"),
                form("&".repeat(8_000)),
                form("a=b&".repeat(2_000)),
                form("username=" + "%00".repeat(2_000) + "&password="),
                json(""),
                json("{"),
                json("[".repeat(8_000)),
                json("{\"a\":".repeat(1_500)),
                json("{\"username\":\"a\",\"username\":\"b\",\"password\":\"c\"}"),
                json("{\"username\":1e999999999,\"password\":[]}"),
                json("{\"username\":\"\\ud800\",\"password\":null}"),
                json("{\"username\":\"a\",\"password\":\"b\"}}"),
                json("\u00ef\u00bb\u00bf{}"),
                json("{\"" + "k".repeat(8_000) + "\":1}"),
                json("NaN"),
                json("\u00ff\u00fe{\u0000}\u0000")),
            Stream.of("api/auth/refresh", "api/auth/revoke", "api/auth/mfa/challenge")
                .map(path -> json("{\"x\":{}}").replace("/api/auth ", "/" + path + " ")))
        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static String form(String body) {
    return post(
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"
            .formatted(body.length()),
        body);
  }

  private static String json(String body) {
    return post(
        "Content-Type: application/json\r\nContent-Length: %d\r\n".formatted(body.length()), body);
  }

  private static String post(String headers, String body) {
    return "POST /api/auth HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
  }
}
