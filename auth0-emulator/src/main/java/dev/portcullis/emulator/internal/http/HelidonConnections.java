package dev.portcullis.emulator.internal.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open connections of one listener. Helidon does not expose them, has no time limit for reading
 * a request, and cannot reset a connection; but it passes each new connection to its socket
 * options.
 */
final class HelidonConnections implements SocketOptions, AutoCloseable {

  private static final int ROUNDS = 4;

  private final SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
  private final Map<Ends, Connection> open = new ConcurrentHashMap<>();
  private final Timer rounds = new Timer("emulator-connections", true);

  /**
   * Closes connections that have waited for a complete request for that long, or up to a quarter
   * longer.
   */
  HelidonConnections(Duration patience) {
    long round = patience.toMillis() / ROUNDS;
    TimerTask task =
        new TimerTask() {
          @Override
          public void run() {
            open.values().removeIf(Connection::isOver);
          }
        };
    rounds.schedule(task, round, round);
  }

  @Override
  public void configureSocket(SocketChannel channel) {
    options.configureSocket(channel);
    try {
      open.put(
          new Ends(channel.getRemoteAddress(), channel.getLocalAddress()), new Connection(channel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connection of a request. */
  Connection of(ServerRequest request) {
    Connection found =
        open.get(new Ends(request.remotePeer().address(), request.localPeer().address()));
    if (found == null) {
      throw new IllegalStateException("the connection of the request is closed");
    }
    return found;
  }

  @Override
  public void close() {
    rounds.cancel();
    open.clear();
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return options.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return options.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return options.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return options.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return options.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return options.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return options.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return options.tcpNoDelay();
  }

  private record Ends(SocketAddress remote, SocketAddress local) {}

  /** One of them. */
  static final class Connection {

    private final SocketChannel channel;
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger waited = new AtomicInteger();

    private Connection(SocketChannel channel) {
      this.channel = channel;
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
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    }

    private boolean isOver() {
      if (channel.isOpen() && (answering.get() > 0 || waited.incrementAndGet() <= ROUNDS)) {
        return false;
      }
      try {
        channel.close();
      } catch (IOException e) {
        // It is closed already.
      }
      return true;
    }
  }
}
