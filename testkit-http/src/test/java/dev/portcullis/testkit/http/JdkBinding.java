package dev.portcullis.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A small binding to the JDK's own HTTP server, with one defect of choice. */
final class JdkBinding implements HttpBinding {

  /** What a binding can get wrong. */
  enum Defect {
    NONE,
    DECODES_THE_PATH,
    DECODES_THE_QUERY,
    ADDS_A_QUERY,
    JOINS_HEADER_LINES,
    PASSES_THE_LAST_HEADER_LINE_ALONE,
    DROPS_EMPTY_HEADER_LINES,
    BELIEVES_X_FORWARDED_FOR,
    CUTS_LARGE_BODIES,
    READS_AS_MUCH_AS_A_LOGIN_NEEDS,
    REPLIES_BEFORE_THE_BODY,
    HIDES_AN_EARLY_END,
    SENDS_ONE_COOKIE_ALONE,
    SENDS_200_ALWAYS,
    CALLS_HEAD_A_GET,
    MIXES_UP_CONCURRENT_REQUESTS,
    DROPS_CHUNKED_BODIES,
    CONSUMES_FORMS,
    READS_CODED_BODIES,
    CONSUMES_FORWARDING_HEADERS,
    MISTAKES_THE_PEER,
    IGNORES_THE_CASE_OF_METHODS,
    PASSES_ABSOLUTE_TARGETS,
    REFUSES_HTTP_1_0,
    KEEPS_CONNECTIONS_OPEN,
    KEEPS_REQUESTS
  }

  private final Collection<GatewayRequest> kept = new ConcurrentLinkedQueue<>();
  private final Exchanger<byte[]> bodies = new Exchanger<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpApi api;
  private final Defect defect;
  private final HttpServer server;

  JdkBinding(HttpApi api, Defect defect) {
    this.api = api;
    this.defect = defect;
    try {
      this.server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (defect == Defect.REFUSES_HTTP_1_0 && exchange.getProtocol().equals("HTTP/1.0")) {
        exchange.sendResponseHeaders(505, -1);
        return;
      }
      GatewayRequest request = request(exchange);
      if (defect == Defect.KEEPS_REQUESTS) {
        kept.add(request);
      }
      Reply reply =
          isCoded(exchange) && defect != Defect.READS_CODED_BODIES
              ? api.refuse(HttpRefusal.UNSUPPORTED_CONTENT)
              : api.answer(request);
      for (Reply.Header header : reply.headers()) {
        if (defect == Defect.KEEPS_CONNECTIONS_OPEN && header.name().equals("Connection")) {
          continue;
        }
        if (defect == Defect.SENDS_ONE_COOKIE_ALONE) {
          exchange.getResponseHeaders().set(header.name(), header.value());
        } else {
          exchange.getResponseHeaders().add(header.name(), header.value());
        }
      }
      byte[] body = reply.body();
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      }
      boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(
          defect == Defect.SENDS_200_ALWAYS ? 200 : reply.status(), empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
      }
    }
  }

  private static boolean isCoded(HttpExchange exchange) {
    return exchange.getRequestHeaders().getOrDefault("Content-Encoding", List.of()).stream()
        .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
  }

  private GatewayRequest request(HttpExchange exchange) {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return new GatewayRequest(
        defect == Defect.CALLS_HEAD_A_GET && exchange.getRequestMethod().equals("HEAD")
            ? "GET"
            : defect == Defect.IGNORES_THE_CASE_OF_METHODS
                ? exchange.getRequestMethod().toUpperCase(Locale.ROOT)
                : exchange.getRequestMethod(),
        switch (defect) {
          case DECODES_THE_PATH -> exchange.getRequestURI().getPath();
          case PASSES_ABSOLUTE_TARGETS -> exchange.getRequestURI().toString();
          default -> exchange.getRequestURI().getRawPath();
        },
        switch (defect) {
          case DECODES_THE_QUERY ->
              Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
          case ADDS_A_QUERY -> query.isEmpty() ? "?" : query;
          default -> query;
        },
        new RequestOrigin(peer(exchange), Option.none(), name -> lines(exchange, name)),
        body(exchange));
  }

  private Peer peer(HttpExchange exchange) {
    byte[] address =
        defect == Defect.MISTAKES_THE_PEER
            ? exchange.getLocalAddress().getAddress().getAddress()
            : exchange.getRemoteAddress().getAddress().getAddress();
    String claimed = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
    return new Peer.Inet(
        defect == Defect.BELIEVES_X_FORWARDED_FOR && claimed != null
            ? IpAddress.parse(claimed).get()
            : IpAddress.ofBytes(address).get());
  }

  private Vector<String> lines(HttpExchange exchange, String name) {
    List<String> lines = exchange.getRequestHeaders().getOrDefault(name, List.of());
    return switch (defect) {
      case CONSUMES_FORWARDING_HEADERS ->
          name.startsWith("X-Forwarded-") ? Vector.empty() : Vector.ofAll(lines);
      case JOINS_HEADER_LINES ->
          lines.isEmpty() ? Vector.empty() : Vector.of(String.join(", ", lines));
      case PASSES_THE_LAST_HEADER_LINE_ALONE ->
          lines.isEmpty() ? Vector.empty() : Vector.of(lines.getLast());
      case DROPS_EMPTY_HEADER_LINES -> Vector.ofAll(lines).filter(line -> !line.isEmpty());
      default -> Vector.ofAll(lines);
    };
  }

  private GatewayRequest.Body body(HttpExchange exchange) {
    InputStream in = exchange.getRequestBody();
    if (defect == Defect.REPLIES_BEFORE_THE_BODY) {
      return in::readNBytes;
    }
    if (defect == Defect.CONSUMES_FORMS
        && "application/x-www-form-urlencoded"
            .equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return limit -> new byte[0];
    }
    if (defect == Defect.DROPS_CHUNKED_BODIES
        && exchange.getRequestHeaders().containsKey("Transfer-Encoding")) {
      return limit -> new byte[0];
    }
    int most = defect == Defect.READS_AS_MUCH_AS_A_LOGIN_NEEDS ? 64 * 1024 : 1024 * 1024;
    byte[] bytes = new byte[most];
    int length = 0;
    try {
      if (defect == Defect.MIXES_UP_CONCURRENT_REQUESTS) {
        byte[] other = swapped(in.readAllBytes());
        return limit -> Arrays.copyOf(other, Math.min(limit, other.length));
      }
      for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(0, read)) {
        read = in.read(bytes, length, bytes.length - length);
      }
    } catch (IOException e) {
      if (defect != Defect.HIDES_AN_EARLY_END) {
        return limit -> {
          throw e;
        };
      }
    }
    byte[] all =
        Arrays.copyOf(bytes, defect == Defect.CUTS_LARGE_BODIES ? Math.min(8192, length) : length);
    return limit -> Arrays.copyOf(all, Math.min(limit, all.length));
  }

  /** The body of a concurrent request; its own if there is none within a second. */
  private byte[] swapped(byte[] body) {
    try {
      return bodies.exchange(body, 1, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      return body;
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
