package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.ListenAddress.Unix;
import dev.portcullis.adapters.http.server.socket.ReadAheadEndPoint;
import dev.portcullis.adapters.http.server.socket.WipingBufferPool;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, a virtual thread for each request, HTTP/1.0 and HTTP/1.1; a server for each listener. */
final class JettyEngine implements ServerEngine {

  /** The request line and all header lines of a request, in bytes. */
  private static final int MOST_HEAD = 16 * 1024;

  /**
   * Bytes of a reply that the kernel takes for a client that does not read; left alone it takes
   * nearly 4 MB for each.
   */
  private static final int SEND_BUFFER = 64 * 1024;

  /** How many connections the kernel keeps until they are accepted; it has a limit of its own. */
  private static final int ACCEPT_QUEUE = 4096;

  /** One accepts, one waits for sockets; the others take what these two may not do. */
  private static final int MOST_PLATFORM_THREADS = 8;

  private static final long POLL_MILLIS = 10;
  private static final long REST_ROUNDS = OpenConnections.REST_OF_REQUEST.toMillis() / POLL_MILLIS;

  private final InstantSource time;
  private final long bodyMemory;

  /**
   * @param time within which certificates have to be valid
   */
  JettyEngine(InstantSource time) {
    this(time, Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * @param bodyMemory how many bytes the bodies that a listener is reading may take in total
   */
  JettyEngine(InstantSource time, long bodyMemory) {
    this.time = time;
    this.bodyMemory = bodyMemory;
  }

  @Override
  public OpenListener open(ListenerPlan plan) {
    Option<JettyTls> tls =
        plan.listener().tls().map(it -> new JettyTls(plan.listener().where().toString(), it, time));
    try {
      OpenListener open = open(plan, tls);
      tls.forEach(JettyTls::start);
      return open;
    } catch (RuntimeException e) {
      tls.forEach(JettyTls::close);
      throw e;
    }
  }

  private OpenListener open(ListenerPlan plan, Option<JettyTls> tls) {
    OpenConnections connections = new OpenConnections(plan);
    JettyRefusals refusals = new JettyRefusals(plan.api());
    Server server = new Server(threads(), null, new WipingBufferPool());
    server.setHandler(new JettyHandler(plan, refusals, new JettyBody.Room(bodyMemory)));
    server.setErrorHandler(refusals);
    AbstractConnector connector = connector(plan, server, connections, tls);
    connector.addBean(connections);
    // All deadlines are kept by the sweep.
    connector.setIdleTimeout(0);
    connector.setShutdownIdleTimeout(-1);
    server.addConnector(connector);
    start(plan.listener().where(), server, connector);
    connections.sweepWith(server.getScheduler());
    return new JettyListener(
        plan, where(plan.listener().where(), connector), server, connector, connections, tls);
  }

  /**
   * Platform threads accept connections and wait for sockets: on virtual ones each event would take
   * a turn more. Requests are answered on virtual threads, as many as there are requests.
   */
  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 1);
    threads.setName("portcullis-http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("portcullis-request-", 0).factory()));
    return threads;
  }

  private static AbstractConnector connector(
      ListenerPlan plan, Server server, OpenConnections connections, Option<JettyTls> tls) {
    ConnectionFactory http = new Http(plan, connections);
    Seq<ConnectionFactory> protocols =
        tls.<ConnectionFactory>map(it -> it.before(http.getProtocol(), connections, plan.refused()))
            .toVector()
            .append(http);
    ConnectionFactory[] all =
        protocols
            .prepend(new JettyFront(plan, connections, protocols.head()))
            .toJavaArray(ConnectionFactory[]::new);
    return switch (plan.listener().where()) {
      case Tcp where -> {
        ServerConnector tcp = new TcpConnector(server, all);
        tcp.setHost(where.host());
        tcp.setPort(where.port());
        tcp.setAcceptQueueSize(ACCEPT_QUEUE);
        tcp.setAcceptedSendBufferSize(SEND_BUFFER);
        yield tcp;
      }
      case Unix where -> {
        UnixDomainServerConnector unix =
            new UnixDomainServerConnector(server, null, null, null, 1, 1, all);
        unix.setUnixDomainPath(where.path());
        unix.setAcceptQueueSize(ACCEPT_QUEUE);
        yield unix;
      }
    };
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setHttpCompliance(HttpCompliance.STRICT);
    // Paths are compared as sent; nothing here decodes or resolves one.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(MOST_HEAD);
    http.setResponseHeaderSize(WipingBufferPool.PIECE);
    http.setMaxResponseHeaderSize(MOST_HEAD);
    http.setUseInputDirectByteBuffers(true);
    return http;
  }

  private static void start(ListenAddress where, Server server, AbstractConnector connector) {
    try {
      switch (where) {
        case Tcp tcp -> ((ServerConnector) connector).open();
        case Unix(var path) -> UnixSocketFile.makeWay(path);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen on " + where + ": " + why(where, e), e);
    }
    try {
      server.start();
      if (where instanceof Unix(var path)) {
        UnixSocketFile.restrict(path);
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot listen on " + where + ": " + why(where, e), e);
    }
  }

  private static String why(ListenAddress where, Exception e) {
    return switch (where) {
      case Tcp tcp ->
          (e.getCause() instanceof BindException
                  ? "the port is in use, or the address is not local"
                  : "no such address")
              + ". Stop the program that uses it, or choose another";
      case Unix unix ->
          "the socket cannot be created. Check that this user may write to its folder";
    };
  }

  private static final class TcpConnector extends ServerConnector {

    TcpConnector(Server server, ConnectionFactory... protocols) {
      super(server, null, null, null, 1, 1, protocols);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key) {
      return new ReadAheadEndPoint(
          channel, selector, key, getScheduler(), getByteBufferPool(), getExecutor());
    }
  }

  private static final class Http extends AbstractConnectionFactory {

    private final HttpConfiguration configuration = configuration();
    private final ListenerPlan plan;
    private final OpenConnections connections;

    Http(ListenerPlan plan, OpenConnections connections) {
      super("http/1.1");
      // Not taken from the configuration.
      setInputBufferSize(WipingBufferPool.PIECE);
      this.plan = plan;
      this.connections = connections;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      return configure(
          new JettyHttpConnection(
              configuration, connector, endPoint, connections.of(endPoint), plan),
          connector,
          endPoint);
    }
  }

  private static ListenAddress where(ListenAddress wanted, AbstractConnector connector) {
    return wanted instanceof Tcp(var host, var port) && connector instanceof ServerConnector tcp
        ? new Tcp(host, tcp.getLocalPort())
        : wanted;
  }

  private record JettyListener(
      ListenerPlan plan,
      ListenAddress where,
      Server server,
      AbstractConnector connector,
      OpenConnections open,
      Option<JettyTls> tls)
      implements OpenListener {

    @Override
    public int connections() {
      return open.size();
    }

    @Override
    public void stop() {
      tls.forEach(JettyTls::close);
      // From here on each reply is the last of its connection.
      var unused = connector.shutdown();
      try {
        // With a balancer in front, which the delay is for, requests may be on their way.
        long silent = plan.limits().drainDelay().isZero() ? 0 : REST_ROUNDS;
        long most = plan.limits().drain().toMillis() / POLL_MILLIS;
        for (long round = 0;
            !open.endWaiting(round >= silent, round >= REST_ROUNDS) && round < most;
            round++) {
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      try {
        server.stop();
      } catch (Exception e) {
        throw new IllegalStateException("cannot stop the listener on " + where(), e);
      }
    }
  }
}
