package dev.portcullis.emulator.internal.http;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.HelidonConnections.Connection;
import io.helidon.common.tls.Tls;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * Binds a {@link Handler} to Helidon: HTTP/1.1 and HTTP/2, plain or over TLS, one virtual thread
 * per request.
 */
public final class HelidonServer implements AutoCloseable {

  private static final int HEADER_LIMIT = 16 * 1024;
  private static final int MOST_CONNECTIONS = 4096;

  /** How long a connection may be without a complete request. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Header names that HTTP/2 forbids (RFC 9113 section 8.2.2). */
  private static final Set<String> OF_HTTP_1 =
      Set.of("connection", "keep-alive", "transfer-encoding", "upgrade");

  private final WebServer server;
  private final HelidonConnections connections;

  private HelidonServer(WebServer server, HelidonConnections connections) {
    this.server = server;
    this.connections = connections;
  }

  /**
   * Listens on that address; port 0 selects a free one.
   *
   * @param tls the TLS context; empty for plain HTTP
   */
  public static HelidonServer start(
      String host, int port, Optional<SSLContext> tls, Handler handler) {
    return start(host, port, tls, handler, PATIENCE);
  }

  static HelidonServer start(
      String host, int port, Optional<SSLContext> tls, Handler handler, Duration patience) {
    HelidonConnections connections = new HelidonConnections(patience);
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .maxPayloadSize(HelidonContent.CONTROL_LIMIT)
            .maxTcpConnections(MOST_CONNECTIONS)
            .connectionOptions(connections)
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .maxPrologueLength(HEADER_LIMIT)
                    .maxHeadersSize(HEADER_LIMIT)
                    .build())
            .addProtocol(Http2Config.builder().maxHeaderListSize(HEADER_LIMIT).build())
            .update(
                it ->
                    // Helidon's NIO would look up the name of each client's address for TLS.
                    tls.ifPresent(
                        context -> it.tls(Tls.builder().sslContext(context).build()).useNio(false)))
            .routing(
                HttpRouting.builder().any((req, res) -> exchange(handler, connections, req, res)))
            .build()
            .start();
    // The server logs a failure and returns normally.
    if (!server.isRunning()) {
      connections.close();
      throw new IllegalStateException(
          "cannot listen on "
              + host
              + ":"
              + port
              + ": the port is in use, or the address is not local. Stop the program that uses it,"
              + " or choose another");
    }
    return new HelidonServer(server, connections);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Stops listening, waits briefly for running requests, and closes the connections. */
  @Override
  public void close() {
    server.stop();
    connections.close();
  }

  private static void exchange(
      Handler handler, HelidonConnections connections, ServerRequest req, ServerResponse res)
      throws IOException {
    Connection connection = connections.of(req);
    HelidonContent content = HelidonContent.of(req);
    connection.answering();
    Reply reply;
    try {
      reply = content.refusal().orElseGet(() -> handler.handle(request(req, content.bytes())));
      pause(reply.delay());
    } finally {
      connection.answered();
    }
    boolean http1 = req.prologue().protocolVersion().startsWith("1");
    boolean last =
        http1
            && (!content.whole()
                || req.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || reply.headers().stream().anyMatch(HelidonServer::closes));
    res.status(Status.create(reply.status()));
    for (Reply.Header header : reply.headers()) {
      if (http1 || !OF_HTTP_1.contains(header.name().toLowerCase(Locale.ROOT))) {
        res.header(HeaderNames.create(header.name()), header.value());
      }
    }
    if (last) {
      res.header(HeaderValues.CONNECTION_CLOSE);
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    switch (reply.delivery()) {
      case WHOLE -> {
        if (body.length == 0) {
          res.send();
        } else {
          res.send(body);
        }
      }
      case HALF -> {
        res.contentLength(body.length);
        OutputStream out = res.outputStream();
        out.write(body, 0, body.length / 2);
        out.flush();
        throw new CloseConnectionException("half a body was prepared");
      }
      case NONE -> throw new CloseConnectionException("no reply was prepared");
      case RESET -> {
        connection.reset();
        throw new CloseConnectionException("a reset was prepared");
      }
    }
    if (last) {
      // Helidon itself would continue reading, and treat the rest of a body as the next request.
      throw new CloseConnectionException("answered with Connection: close");
    }
  }

  private static boolean closes(Reply.Header header) {
    return header.name().equalsIgnoreCase("connection") && header.value().equalsIgnoreCase("close");
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request request(ServerRequest req, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : req.headers()) {
      headers.put(header.headerName().lowerCase(), List.copyOf(header.allValues()));
    }
    return new Request(
        req.prologue().method().text(),
        req.prologue().uriPath().path(),
        req.query().rawValue(),
        headers,
        body,
        peer(req));
  }

  private static IpLiteral peer(ServerRequest req) {
    if (req.remotePeer().address() instanceof InetSocketAddress socket) {
      String text = socket.getAddress().getHostAddress();
      int zone = text.indexOf('%');
      return IpLiteral.of(zone < 0 ? text : text.substring(0, zone));
    }
    throw new IllegalStateException("the peer has no IP address");
  }
}
