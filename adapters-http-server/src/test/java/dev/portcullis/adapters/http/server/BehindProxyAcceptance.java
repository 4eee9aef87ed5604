package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.FrontProxy.Forwarded;
import dev.portcullis.adapters.http.server.FrontProxy.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Behind a real proxy, the server sees the requests that the proxy has forwarded, and no other:
 * every request of the tables is sent to the proxy, and hundreds with errors.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
abstract class BehindProxyAcceptance {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @SuppressWarnings("NullAway.Init")
  private ListenerUnderTest server;

  abstract ServerEngine engine();

  @BeforeEach
  final void open() {
    server =
        ListenerUnderTest.open(
            engine(),
            HttpLimits.DEFAULT
                .withDrain(Duration.ofSeconds(1))
                .withHead(Duration.ofSeconds(2))
                .withBody(Duration.ofSeconds(2))
                .withConnectionsPerAddress(10_000));
  }

  @AfterEach
  final void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void requests_and_bodies_are_the_same_in_front_and_behind(Kind kind) throws Exception {
    try (FrontProxy proxy =
        FrontProxy.start(kind, directory, ((ListenAddress.Tcp) server.where()).port())) {
      fire(proxy, Stream.concat(tables(), errors()).toList());
      List<Forwarded> forwarded = settled(proxy);
      List<Forwarded> served = forwarded.stream().filter(it -> it.status() == 200).toList();

      assertThat(served).as("requests that came through").hasSizeGreaterThan(100);
      assertThat(server.seen())
          .as("requests behind the proxy")
          .extracting(it -> it.method() + " " + it.path() + bodyOf(kind, it.body()))
          .containsExactlyInAnyOrderElementsOf(
              served.stream()
                  .map(it -> it.method() + " " + path(it.target()) + body(kind, it))
                  .toList());
      assertThat(server.seen().size() + server.refusals().size())
          .as("requests behind the proxy, with those that were refused")
          .isLessThanOrEqualTo(forwarded.size());
    }
  }

  private static Stream<String> tables() {
    return rows().map(row -> row.bytes() + RequestTable.NEXT);
  }

  /** The rows of all tables. */
  static Stream<RequestTable.Row> rows() {
    return Stream.of(
            new FramingAcceptance() {
              @Override
              ServerEngine engine() {
                throw new UnsupportedOperationException();
              }
            },
            new HeadAcceptance() {
              @Override
              ServerEngine engine() {
                throw new UnsupportedOperationException();
              }
            },
            new VersionAcceptance() {
              @Override
              ServerEngine engine() {
                throw new UnsupportedOperationException();
              }
            })
        .flatMap(RequestTable::rows);
  }

  private static Stream<String> errors() {
    Random random = new Random(7);
    return IntStream.range(0, 300)
        .mapToObj(i -> MutationAcceptance.mutated(random) + RequestTable.NEXT);
  }

  /** Each on a connection of its own, 64 concurrently. */
  private static void fire(FrontProxy proxy, List<String> requests) {
    Semaphore room = new Semaphore(64);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String request : requests) {
        threads.execute(
            () -> {
              room.acquireUninterruptibly();
              try (Wire wire = Wire.to(proxy.where())) {
                wire.send(request).answers();
              } finally {
                room.release();
              }
            });
      }
    }
  }

  /** The log, once nothing is added to it any more. */
  private static List<Forwarded> settled(FrontProxy proxy) throws Exception {
    List<Forwarded> before = new ArrayList<>();
    List<Forwarded> now = proxy.forwarded();
    while (before.size() != now.size()) {
      Thread.sleep(Duration.ofMillis(500));
      before = now;
      now = proxy.forwarded();
    }
    return now;
  }

  private static String path(String target) {
    return target.replaceFirst("^(?i:https?)://[^/?]*", "").replaceFirst("\\?.*", "");
  }

  /** What a proxy that streams has passed on is not in its log. */
  private static String body(Kind kind, Forwarded request) {
    return switch (kind) {
      case HAPROXY -> " " + request.body().replace("-", "").toLowerCase(Locale.ROOT);
      case NGINX, NGINX_KEPT -> " " + request.body();
      case NGINX_STREAMING -> "";
    };
  }

  private static String bodyOf(Kind kind, String body) {
    return switch (kind) {
      case HAPROXY -> " " + HexFormat.of().formatHex(body.getBytes(ISO_8859_1));
      case NGINX, NGINX_KEPT -> " \"" + json(body) + "\"";
      case NGINX_STREAMING -> "";
    };
  }

  private static String json(String body) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      text.append(
          switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\f' -> "\\f";
            case '\b' -> "\\b";
            default -> c < ' ' ? "\\u%04X".formatted((int) c) : Character.toString(c);
          });
    }
    return text.toString();
  }
}
