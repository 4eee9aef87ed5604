package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.intake.CertificateNames;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfig.CertificateVerification;

/** Reads a request in Tomcat before any other valve can have changed it. */
final class TomcatRequests {

  private TomcatRequests() {}

  /** A copy: valves behind this one replace header lines in place. */
  static ReceivedRequest received(Request request) {
    Map<String, Vector<String>> lines = new HashMap<>();
    Collections.list(request.getHeaderNames())
        .forEach(
            name ->
                lines.put(
                    name.toLowerCase(Locale.ROOT),
                    Vector.ofAll(Collections.list(request.getHeaders(name)))));
    org.apache.coyote.Request counted = request.getCoyoteRequest();
    return new ReceivedRequest(
        request.getMethod(),
        request.getProtocol(),
        Objects.requireNonNullElse(request.getRequestURI(), ""),
        Objects.requireNonNullElse(request.getQueryString(), ""),
        RequestOrigin.of(
                peer(request),
                name -> lines.getOrDefault(name.toLowerCase(Locale.ROOT), Vector.empty()))
            .withCertificate(certificate(request)),
        request.getContentLengthLong(),
        counted::getBytesRead);
  }

  /** Unknown behind AJP, whose peer is a web server that Tomcat does not name. */
  private static Peer peer(Request request) {
    return request.getConnector().getProperty("unixDomainSocketPath") == null
        ? Peers.ofText(request.getPeerAddr())
        : new Peer.Unix();
  }

  private static Seq<CertificateName> certificate(Request request) {
    return verifies(request.getConnector())
            && request.getAttribute(Globals.CERTIFICATES_ATTR) instanceof X509Certificate[] chain
            && chain.length > 0
        ? CertificateNames.of(chain[0])
        : Vector.empty();
  }

  /** Whether no client gets in with a certificate that was not verified. */
  private static boolean verifies(Connector connector) {
    return connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
        && http.isSSLEnabled()
        && Stream.of(http.findSslHostConfigs())
            .map(SSLHostConfig::getCertificateVerification)
            .noneMatch(CertificateVerification.OPTIONAL_NO_CA::equals);
  }
}
