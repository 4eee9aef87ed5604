package dev.portcullis.emulator.internal.http;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.JettyConnections.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Request.Handler.AbortException;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/** Reads a request to its end, has the handler answer it, and delivers the reply as it says. */
final class JettyHandler extends org.eclipse.jetty.server.Handler.Abstract {

  private final Handler handler;
  private final JettyConnections connections;

  JettyHandler(Handler handler, JettyConnections connections) {
    this.handler = handler;
    this.connections = connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Connection connection = connections.of(request);
    String path = path(request.getHttpURI());
    JettyContent content = JettyContent.of(request, path);
    connection.answering();
    Reply reply;
    try {
      reply =
          content.refusal().orElseGet(() -> handler.handle(read(request, path, content.bytes())));
      pause(reply.delay());
    } finally {
      connection.answered();
    }
    response.setStatus(reply.status());
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Reply.Header header : reply.headers()) {
      if (names.add(header.name())) {
        // What the server has set, such as the date, gives way.
        response.getHeaders().put(header.name(), header.value());
      } else {
        response.getHeaders().add(header.name(), header.value());
      }
    }
    if (!content.whole()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    switch (reply.delivery()) {
      case WHOLE -> response.write(true, ByteBuffer.wrap(body), callback);
      case HALF -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        try (Blocker.Callback sent = Blocker.callback()) {
          response.write(false, ByteBuffer.wrap(body, 0, body.length / 2), sent);
          sent.block();
        }
        callback.failed(new AbortException("half a body was prepared"));
      }
      case NONE -> callback.failed(new AbortException("no reply was prepared"));
      case RESET -> {
        connection.reset();
        callback.failed(new AbortException("a reset was prepared"));
      }
    }
    return true;
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Decoded, without dot segments and repeated slashes. */
  private static String path(HttpURI uri) {
    String decoded = uri.getDecodedPath();
    return decoded == null ? "/" : URIUtil.compactPath(decoded);
  }

  private static dev.portcullis.emulator.internal.http.Request read(
      Request request, String path, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
          .add(field.getValue() == null ? "" : field.getValue());
    }
    HttpURI uri = request.getHttpURI();
    if (uri.getAuthority() != null) {
      // HTTP/2 has the authority in place of a Host header.
      headers.putIfAbsent("host", List.of(uri.getAuthority()));
    }
    String query = uri.getQuery();
    return new dev.portcullis.emulator.internal.http.Request(
        request.getMethod(), path, query == null ? "" : query, headers, body, peer(request));
  }

  private static IpLiteral peer(Request request) {
    if (request.getConnectionMetaData().getRemoteSocketAddress()
        instanceof InetSocketAddress socket) {
      String text = socket.getAddress().getHostAddress();
      int zone = text.indexOf('%');
      return IpLiteral.of(zone < 0 ? text : text.substring(0, zone));
    }
    throw new IllegalStateException("the peer has no IP address");
  }
}
