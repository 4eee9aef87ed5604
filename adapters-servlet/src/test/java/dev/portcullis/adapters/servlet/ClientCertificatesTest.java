package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.http.HttpBinding;
import io.vavr.collection.Vector;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.valves.SSLValve;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of a client certificate count only where the container has verified it. */
@Timeout(60)
class ClientCertificatesTest {

  private static final String GET = "GET /path HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir private static Path directory = Path.of(".");

  private static TestKeys keys = new TestKeys(Path.of("."), Path.of("."), Path.of("."));

  @BeforeAll
  static void makeKeys() {
    keys = TestKeys.in(directory);
  }

  private final List<String> names = new CopyOnWriteArrayList<>();
  private final HttpApi api =
      HttpApi.of(
          () -> new RequestId("request"),
          Vector.of(
              Endpoint.get(
                  "/path",
                  (request, id) -> {
                    names.add(request.origin().certificate().mkString(" "));
                    return Reply.of(200, "text/plain", new byte[0]);
                  })));

  @ParameterizedTest
  @CsvSource({"required, proxy.example.com", "optional, proxy.example.com", "optionalNoCA, ''"})
  void tomcat_names_a_certificate_that_it_has_verified(String verification, String expected)
      throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    TomcatHost host = new TomcatHost().engineValve(valve).servlet(valve.servlet(api));
    try (host) {
      secure(host, verification).start();

      assertThat(get(host)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(names).containsExactly(expected);
  }

  @Test
  void a_certificate_that_a_header_claims_is_ignored() throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(valve)
            .engineValve(new SSLValve())
            .servlet(valve.servlet(api))
            .start()) {
      assertThat(
              Talk.with(
                  host,
                  GET
                      + "ssl_client_cert: "
                      + keys.clientCertificate()
                      + "\r\n"
                      + "Connection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(names).containsExactly("");
  }

  @Test
  void a_container_that_is_not_known_to_verify_names_none() throws Exception {
    TomcatHost host =
        new TomcatHost()
            .servlet(new PortcullisServlet(api, request -> Peers.ofText(request.getRemoteAddr())));
    try (host) {
      secure(host, "required").start();

      assertThat(get(host)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(names).containsExactly("");
  }

  private static TomcatHost secure(TomcatHost host, String verification) {
    SSLHostConfig tls = new SSLHostConfig();
    tls.setCertificateVerification(verification);
    tls.setTruststoreFile(keys.trusted().toString());
    tls.setTruststorePassword(TestKeys.PASSWORD);
    SSLHostConfigCertificate own =
        new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.EC);
    own.setCertificateKeystoreFile(keys.server().toString());
    own.setCertificateKeystorePassword(TestKeys.PASSWORD);
    tls.addCertificate(own);
    host.tomcat().getConnector().addSslHostConfig(tls);
    return host.connector("SSLEnabled", "true");
  }

  @ParameterizedTest
  @CsvSource({"false, proxy.example.com", "true, ''"})
  void jetty_names_a_certificate_unless_it_trusts_every_one(boolean trustAll, String expected)
      throws Exception {
    try (JettyHost host =
        new JettyHost()
            .servlet(new PortcullisServlet(api))
            .start(new SslConnectionFactory(tls(trustAll), "http/1.1"))) {
      assertThat(get(host)).startsWith("HTTP/1.1 200 ");
    }
    assertThat(names).containsExactly(expected);
  }

  private static SslContextFactory.Server tls(boolean trustAll) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(keys.server().toString());
    tls.setKeyStorePassword(TestKeys.PASSWORD);
    tls.setTrustStorePath(keys.trusted().toString());
    tls.setTrustStorePassword(TestKeys.PASSWORD);
    tls.setWantClientAuth(true);
    tls.setTrustAll(trustAll);
    return tls;
  }

  private static String get(HttpBinding host) throws Exception {
    try (Socket socket = keys.connect(host.port())) {
      return Talk.over(socket, GET + "Connection: close\r\n\r\n");
    }
  }
}
