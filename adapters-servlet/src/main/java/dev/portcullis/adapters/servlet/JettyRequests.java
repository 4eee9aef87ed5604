package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.intake.CertificateNames;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectableChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection.SslEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SslConnectionFactory;

/**
 * Requests of Jetty: below filters, handlers and customizers is the request that the parser made,
 * and below TLS and PROXY headers is the socket.
 */
final class JettyRequests implements RequestSource {

  /** What the names of Jetty's classes begin with. A constant: reading it loads no Jetty. */
  static final String EE11 = "org.eclipse.jetty.ee11.";

  @Override
  public Option<String> problem(ServletContext context) {
    return Option.none();
  }

  @Override
  public Option<ReceivedRequest> received(HttpServletRequest innermost) {
    return innermost instanceof ServletApiRequest api
        ? Option.of(Request.unWrap(api.getRequest()))
            .filter(JettyRequests::isTheParsers)
            .map(JettyRequests::received)
        : Option.none();
  }

  /** Only the request that the server itself made counts what is read of its content. */
  private static boolean isTheParsers(Request request) {
    return Request.getContentBytesRead(request) >= 0;
  }

  private static ReceivedRequest received(Request request) {
    HttpFields headers = request.getHeaders();
    ConnectionMetaData connection = request.getConnectionMetaData();
    EndPoint endPoint = connection.getConnection().getEndPoint();
    return new ReceivedRequest(
        request.getMethod(),
        connection.getProtocol(),
        Objects.requireNonNullElse(request.getHttpURI().getPath(), ""),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        RequestOrigin.of(peer(endPoint), name -> Vector.ofAll(headers.getValuesList(name)))
            .withCertificate(certificate(endPoint, connection)),
        request.getLength(),
        () -> Request.getContentBytesRead(request));
  }

  private static Peer peer(EndPoint endPoint) {
    EndPoint innermost = endPoint;
    while (innermost instanceof EndPoint.Wrapper wrapper) {
      innermost = wrapper.unwrap();
    }
    return innermost instanceof SelectableChannelEndPoint socket
            && socket.getChannel() instanceof SocketChannel channel
        ? Peers.of(channel)
        : new Peer.Unknown();
  }

  private static Seq<CertificateName> certificate(
      EndPoint endPoint, ConnectionMetaData connection) {
    SslConnectionFactory tls =
        connection.getConnector().getConnectionFactory(SslConnectionFactory.class);
    if (tls == null || tls.getSslContextFactory().isTrustAll()) {
      return Vector.empty();
    }
    EndPoint at = endPoint;
    while (at instanceof EndPoint.Wrapper wrapper) {
      if (at instanceof SslEndPoint secured) {
        return CertificateNames.ofClient(secured.getSslConnection().getSSLEngine().getSession());
      }
      at = wrapper.unwrap();
    }
    return Vector.empty();
  }
}
