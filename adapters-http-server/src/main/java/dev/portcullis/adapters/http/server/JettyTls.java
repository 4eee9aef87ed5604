package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.intake.CertificateNames;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.adapters.http.server.tls.TlsWatch;
import dev.portcullis.application.journal.HttpRefusal;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS before HTTP. New files serve new connections; those that are open stay as they are. */
final class JettyTls implements AutoCloseable {

  private final TlsWatch files;
  private final SslContextFactory.Server server = new SslContextFactory.Server();

  /**
   * Reads the files.
   *
   * @throws IllegalStateException if one cannot be used
   */
  JettyTls(String listener, TlsSettings settings, InstantSource time) {
    files = TlsWatch.open(listener, settings, time);
    server.setSslContext(files.context());
    server.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    // What remains is authenticated encryption; with DHE a client makes the server compute more.
    server.addExcludeCipherSuites("^.*_CBC_.*$", "^TLS_DHE_.*$");
    server.setRenegotiationAllowed(false);
    if (settings.clients() instanceof Asked(var authorities, var required)) {
      server.setNeedClientAuth(required);
      server.setWantClientAuth(!required);
    }
  }

  /**
   * The TLS of each connection.
   *
   * @param next the protocol behind it
   * @param refused told of each handshake that fails
   */
  SslConnectionFactory before(
      String next, OpenConnections connections, Consumer<HttpRefusal> refused) {
    SslConnectionFactory factory = new SslConnectionFactory(server, next);
    factory.setEnsureSecureRequestCustomizer(false);
    factory.addBean(
        new SslHandshakeListener() {
          @Override
          public void handshakeSucceeded(Event event) {
            connections.certified(
                event.getEndPoint(), CertificateNames.ofClient(event.getSSLEngine().getSession()));
          }

          @Override
          public void handshakeFailed(Event event, Throwable failure) {
            // Anything else is a client that left, such as a balancer that checks the port.
            if (failure instanceof SSLException) {
              refused.accept(HttpRefusal.TLS_HANDSHAKE);
            }
          }
        });
    return factory;
  }

  /** Starts to look for new files. */
  void start() {
    files.start(this::replace);
  }

  private void replace(SSLContext context) {
    try {
      server.reload(it -> it.setSslContext(context));
    } catch (Exception e) {
      throw new IllegalStateException("the server does not take the certificates", e);
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
