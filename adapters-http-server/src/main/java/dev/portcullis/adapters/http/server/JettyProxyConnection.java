package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import dev.portcullis.adapters.http.server.OpenConnection.Ended;
import dev.portcullis.domain.address.ProxyProtocol;
import dev.portcullis.domain.address.ProxyProtocol.Reading;
import dev.portcullis.domain.address.RejectionReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * A connection that starts with a PROXY header and continues as another protocol. If anything is
 * wrong with the header, the connection is closed without an answer; no byte after the header is
 * read.
 */
final class JettyProxyConnection extends AbstractConnection {

  private static final int ROOM_FOR_MOST_HEADERS = 128;

  private final OpenConnection open;
  private final OpenConnections connections;
  private final ProxyGate gate;
  private final ConnectionFactory next;
  private final Connector connector;
  private byte[] bytes = new byte[ROOM_FOR_MOST_HEADERS];
  private int length;
  private Reading reading = new Reading.More(1);

  JettyProxyConnection(
      OpenConnection open,
      OpenConnections connections,
      ProxyGate gate,
      ConnectionFactory next,
      Connector connector) {
    super(open.socket(), connector.getExecutor());
    this.open = open;
    this.connections = connections;
    this.gate = gate;
    this.next = next;
    this.connector = connector;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    open.expectHeader(OpenConnections.ticks(gate.policy().timeout()));
    if (gate.mayAnnounce().test(open.peer())) {
      fillInterested();
    } else {
      refuse(RejectionReason.PROXY_UNTRUSTED_PEER);
    }
  }

  @Override
  public void onFillable() {
    try {
      while (reading instanceof Reading.More(var atLeast)) {
        int filled = fillUpTo(atLeast);
        if (filled < 0) {
          ended();
          return;
        }
        if (filled == 0) {
          fillInterested();
          return;
        }
        length += filled;
        if (length == atLeast) {
          reading =
              ProxyProtocol.read(bytes, length, gate.policy().versions(), gate.policy().maxBytes());
        }
      }
    } catch (IOException e) {
      ended();
      return;
    }
    switch (reading) {
      case Reading.Whole(var header, var all) -> {
        open.announce(header);
        if (connections.count(open)) {
          getEndPoint().upgrade(next.newConnection(connector, getEndPoint()));
        } else {
          close();
        }
      }
      case Reading.Refused(var reason) -> refuse(reason);
      case Reading.More more -> throw new AssertionError(more);
    }
  }

  private int fillUpTo(int end) throws IOException {
    bytes = end > bytes.length ? Arrays.copyOf(bytes, end) : bytes;
    ByteBuffer rest = ByteBuffer.wrap(bytes, length, end - length).slice();
    // Empty in the way the server leaves its buffers: it fills from the limit on.
    rest.limit(0);
    return getEndPoint().fill(rest);
  }

  private void ended() {
    if (length == 0) {
      // A load balancer that only checks whether the port is open: nothing to refuse.
      close();
    } else {
      refuse(RejectionReason.PROXY_SYNTAX);
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    if (cause == Ended.LATE) {
      refuse(RejectionReason.PROXY_TIMEOUT);
    } else {
      close();
    }
  }

  private void refuse(RejectionReason reason) {
    gate.closed().accept(open.peer(), reason);
    close();
  }
}
