package dev.portcullis.emulator.internal.http;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;

/**
 * The open connections of one listener. Jetty's own time limit starts again with each byte; this
 * one is for a complete request.
 */
final class JettyConnections implements org.eclipse.jetty.io.Connection.Listener {

  private static final int ROUNDS = 4;

  private final ServerConnector connector;
  private final long roundMillis;
  private final Map<EndPoint, Connection> open = new ConcurrentHashMap<>();

  /**
   * Closes connections that have waited for a complete request for that long, or up to a quarter
   * longer.
   */
  JettyConnections(ServerConnector connector, Duration patience) {
    this.connector = connector;
    this.roundMillis = patience.toMillis() / ROUNDS;
  }

  /** Starts to apply the time limit; it ends with the connector. */
  void watch() {
    var unused = connector.getScheduler().schedule(this::round, roundMillis, TimeUnit.MILLISECONDS);
  }

  /** The connection of a request. */
  Connection of(Request request) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    return open.computeIfAbsent(
        endPoint instanceof SslEndPoint tls ? tls.getSslConnection().getEndPoint() : endPoint,
        Connection::new);
  }

  @Override
  public void onClosed(org.eclipse.jetty.io.Connection connection) {
    open.remove(connection.getEndPoint());
  }

  /** Whether a request is being answered. */
  boolean answering() {
    return open.values().stream().anyMatch(connection -> connection.answering.get() > 0);
  }

  private void round() {
    open.keySet().removeIf(endPoint -> !endPoint.isOpen());
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      open.computeIfAbsent(endPoint, Connection::new).round();
    }
    watch();
  }

  /** One of them. */
  static final class Connection {

    private final EndPoint socket;
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger waited = new AtomicInteger();

    private Connection(EndPoint socket) {
      this.socket = socket;
    }

    /** A complete request was read; the time limit is suspended until it is answered. */
    void answering() {
      answering.incrementAndGet();
    }

    /** The reply can be sent; the time limit of the next request starts. */
    void answered() {
      waited.set(0);
      answering.decrementAndGet();
    }

    /** Closes it with a TCP reset. */
    void reset() throws IOException {
      ((SocketChannel) socket.getTransport()).setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    }

    private void round() {
      if (answering.get() == 0 && waited.incrementAndGet() > ROUNDS) {
        socket.close();
      }
    }
  }
}
