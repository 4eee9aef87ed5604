package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import io.vavr.control.Option;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** The start of every connection: within the limits, and after a PROXY header where required. */
final class JettyFront extends AbstractConnectionFactory {

  private final ListenerPlan plan;
  private final OpenConnections connections;
  private final ConnectionFactory next;

  /**
   * @param next the protocol that follows: TLS or HTTP
   */
  JettyFront(ListenerPlan plan, OpenConnections connections, ConnectionFactory next) {
    super("front");
    this.plan = plan;
    this.connections = connections;
    this.next = next;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    Option<OpenConnection> admitted = connections.admit((AbstractEndPoint) endPoint);
    if (admitted.isEmpty()) {
      return new Refused(endPoint, connector.getExecutor());
    }
    OpenConnection open = admitted.get();
    try {
      Option<ProxyGate> gate = plan.proxy().get();
      if (gate.isDefined()) {
        return configure(
            new JettyProxyConnection(open, connections, gate.get(), next, connector),
            connector,
            endPoint);
      }
      return connections.count(open)
          ? next.newConnection(connector, endPoint)
          : configure(new Refused(endPoint, connector.getExecutor()), connector, endPoint);
    } catch (RuntimeException e) {
      connections.remove(open);
      throw e;
    }
  }

  /** A connection that is not admitted: closed unread. */
  private static final class Refused extends AbstractConnection {

    Refused(EndPoint endPoint, Executor executor) {
      super(endPoint, executor);
    }

    @Override
    public void onOpen() {
      super.onOpen();
      close();
    }

    @Override
    public void onFillable() {
      close();
    }
  }
}
