package dev.portcullis.emulator.internal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Binds a {@link Handler} to Jetty: HTTP/1.0, HTTP/1.1 and HTTP/2, plain or over TLS, one virtual
 * thread per request.
 */
public final class JettyServer implements AutoCloseable {

  private static final int HEADER_LIMIT = 16 * 1024;

  /** Of a reply: a redirect may carry tokens. */
  private static final int REPLY_HEADER_LIMIT = 64 * 1024;

  private static final int MOST_CONNECTIONS = 4096;

  /** One accepts, one waits for sockets; the others take what these two may not do. */
  private static final int MOST_PLATFORM_THREADS = 8;

  /** How long a connection may be without a complete request, as at Cloudflare before Auth0. */
  private static final Duration PATIENCE = Duration.ofSeconds(400);

  private static final long POLL_MILLIS = 10;
  private static final int MOST_POLLS = 50;

  private final Server server;
  private final ServerConnector connector;
  private final JettyConnections connections;

  private JettyServer(Server server, ServerConnector connector, JettyConnections connections) {
    this.server = server;
    this.connector = connector;
    this.connections = connections;
  }

  /**
   * Listens on that address; port 0 selects a free one.
   *
   * @param tls the TLS context; empty for plain HTTP
   * @throws IllegalStateException if the port is in use, or the address is not local
   */
  public static JettyServer start(
      String host, int port, Optional<SSLContext> tls, Handler handler) {
    return start(host, port, tls, handler, PATIENCE);
  }

  static JettyServer start(
      String host, int port, Optional<SSLContext> tls, Handler handler, Duration patience) {
    Server server = new Server(threads());
    ServerConnector connector =
        new ServerConnector(
            server,
            null,
            null,
            null,
            1,
            1,
            tls.map(JettyServer::secure).orElseGet(JettyServer::plain));
    connector.setHost(host);
    connector.setPort(port);
    // The time limit of the connections takes its place.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    JettyConnections connections = new JettyConnections(connector, patience);
    connector.addBean(connections);
    server.setHandler(new JettyHandler(handler, connections));
    // What Jetty itself refuses: its page would quote the request.
    server.setErrorHandler(
        (request, response, callback) -> {
          response.write(true, null, callback);
          return true;
        });
    try {
      connector.open();
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + host
              + ":"
              + port
              + ": the port is in use, or the address is not local. Stop the program that uses it,"
              + " or choose another",
          e);
    }
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("cannot start the server on " + host + ":" + port, e);
    }
    connections.watch();
    return new JettyServer(server, connector, connections);
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops listening, waits briefly for running requests, and closes the connections. */
  @Override
  public void close() {
    connector.close();
    try {
      for (int i = 0; i < MOST_POLLS && connections.answering(); i++) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the server", e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_PLATFORM_THREADS, 1);
    threads.setName("emulator-http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("emulator-request-", 0).factory()));
    return threads;
  }

  private static ConnectionFactory[] plain() {
    HttpConfiguration http = configuration();
    return new ConnectionFactory[] {
      new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http)
    };
  }

  private static ConnectionFactory[] secure(SSLContext context) {
    HttpConfiguration http = configuration();
    SslContextFactory.Server certificate = new SslContextFactory.Server();
    certificate.setSslContext(context);
    ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory();
    choice.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    SslConnectionFactory tls = new SslConnectionFactory(certificate, choice.getProtocol());
    tls.setEnsureSecureRequestCustomizer(false);
    return new ConnectionFactory[] {
      tls, choice, new HTTP2ServerConnectionFactory(http), new HttpConnectionFactory(http)
    };
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setHttpCompliance(HttpCompliance.STRICT);
    // Ids in paths contain encoded slashes and others that Jetty finds ambiguous.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(HEADER_LIMIT);
    http.setMaxResponseHeaderSize(REPLY_HEADER_LIMIT);
    return http;
  }
}
