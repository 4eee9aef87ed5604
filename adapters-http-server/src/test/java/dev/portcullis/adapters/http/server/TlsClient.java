package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.server.tls.TestCertificates.Issued;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client with the JDK's TLS, which trusts one authority and may have a certificate. */
final class TlsClient {

  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

  private final SSLContext context;
  private String protocol = "TLSv1.3";
  private String name = "localhost";

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  static TlsClient trusting(Path authority) {
    return trusting(authority, Option.none());
  }

  /**
   * @param own an EC key with its certificate
   */
  static TlsClient trusting(Path authority, Option<Issued> own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", certificate(authority));
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      for (Issued issued : own) {
        String pem = Files.readString(issued.key()).replaceAll("-----[A-Z ]+-----", "");
        keys.setKeyEntry(
            "own",
            KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))),
            new char[0],
            new Certificate[] {certificate(issued.certificate())});
      }
      KeyManagerFactory own509 = KeyManagerFactory.getInstance("PKIX");
      own509.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own509.getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsClient(context);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  SSLContext context() {
    return context;
  }

  TlsClient speaking(String version) {
    protocol = version;
    return this;
  }

  TlsClient to(String host) {
    name = host;
    return this;
  }

  /** A connection after its handshake. */
  SSLSocket connect(int port) throws IOException {
    return over(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** TLS on a connection that may have carried something before. */
  SSLSocket over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {protocol});
    parameters.setServerNames(List.of(new SNIHostName(name)));
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /** The status of the answer to one request, whose connection stays open. */
  static String ask(SSLSocket socket, byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after " + head.length() + " bytes");
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      var unused = new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
    }
    return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
  }

  /** The status of a login on a connection of its own; the exception's name if it is refused. */
  String login(int port, String... headers) {
    try (SSLSocket socket = connect(port)) {
      return ask(socket, TestGateway.login(headers));
    } catch (IOException e) {
      return "refused";
    }
  }

  /** The subject of the certificate that the server shows. */
  String subject(int port) {
    try (SSLSocket socket = connect(port)) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
