package dev.portcullis.emulator.http;

import dev.portcullis.emulator.address.IpLiteral;
import io.helidon.http.Header;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Binds a {@link Handler} to Helidon: plain HTTP, one virtual thread per request. */
public final class HelidonServer implements AutoCloseable {

  /** The longest body that is read, in bytes; a longer one is answered with 413. */
  public static final int BODY_LIMIT = 64 * 1024;

  /** A body up to this is read nonetheless, so that its sender sees the 413 and no reset. */
  private static final int DISCARD_LIMIT = 4 * BODY_LIMIT;

  private final WebServer server;

  private HelidonServer(WebServer server) {
    this.server = server;
  }

  /** Listens on that address; port 0 takes a free one. */
  public static HelidonServer start(String host, int port, Handler handler) {
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .maxPayloadSize(DISCARD_LIMIT)
            .shutdownHook(false)
            .routing(HttpRouting.builder().any((req, res) -> exchange(handler, req, res)))
            .build()
            .start();
    // The server writes a failure to the log and returns as if nothing had happened.
    if (!server.isRunning()) {
      throw new IllegalStateException(
          "cannot listen on "
              + host
              + ":"
              + port
              + ": the port is taken, or the address not this machine's. Stop what uses it, or"
              + " choose another");
    }
    return new HelidonServer(server);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Stops listening, lets running requests end for a moment, and closes the connections. */
  @Override
  public void close() {
    server.stop();
  }

  private static void exchange(Handler handler, ServerRequest req, ServerResponse res)
      throws IOException {
    Request request = request(req);
    if (request.body().length > BODY_LIMIT) {
      res.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send();
      return;
    }
    Reply reply = handler.handle(request);
    res.status(Status.create(reply.status()));
    reply.headers().forEach(header -> res.header(header.name(), header.value()));
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    pause(reply.delay());
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
        throw new CloseConnectionException("half a body was asked for");
      }
      case NONE -> throw new CloseConnectionException("no answer was asked for");
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request request(ServerRequest req) throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    for (Header header : req.headers()) {
      headers.put(header.headerName().lowerCase(), List.copyOf(header.allValues()));
    }
    byte[] body = new byte[0];
    if (req.content().hasEntity()) {
      try (InputStream in = req.content().inputStream()) {
        body = in.readAllBytes();
      }
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
