package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.adapters.http.server.ListenAddress;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.address.CertificateName;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of listeners: sockets, limits, TLS; without the files that they name. */
class TlsReaderTest {

  private static final String MINIMAL =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      """;

  @Test
  void a_listener_may_be_a_unix_socket() {
    Settings settings =
        read(MINIMAL
                + """
                listen:
                  users: unix:/run/portcullis.sock
                  operators: unix:/run/portcullis-admin.sock
                listeners: {sidecar: {listen: "unix:/run/sidecar.sock", client-ip: {unix-peer-trusted: true}}}
                """)
            .get();

    assertThat(settings.http().users().map(it -> it.on().where()))
        .containsExactly(
            new ListenAddress.Unix(Path.of("/run/portcullis.sock")),
            new ListenAddress.Unix(Path.of("/run/sidecar.sock")));
    assertThat(settings.http().operators().where()).hasToString("unix:/run/portcullis-admin.sock");
  }

  @Test
  void limits_have_defaults_and_can_be_set() {
    HttpLimits defaults = read(MINIMAL).get().http().limits();

    HttpLimits limits =
        read(MINIMAL
                + """
                listen:
                  idle: 620s
                  head-timeout: 1s
                  body-timeout: 2s
                  write-timeout: 3s
                  max-connections: 4
                  max-connections-per-address: 5
                  max-requests-per-connection: 6
                """)
            .get()
            .http()
            .limits();

    assertThat(defaults).usingRecursiveComparison().isEqualTo(HttpLimits.DEFAULT);
    assertThat(limits.idle()).isEqualTo(Duration.ofSeconds(620));
    assertThat(limits.head()).isEqualTo(Duration.ofSeconds(1));
    assertThat(limits.body()).isEqualTo(Duration.ofSeconds(2));
    assertThat(limits.writeStall()).isEqualTo(Duration.ofSeconds(3));
    assertThat(limits.connections()).isEqualTo(4);
    assertThat(limits.connectionsPerAddress()).isEqualTo(5);
    assertThat(limits.requestsPerConnection()).isEqualTo(6);
  }

  @Test
  void without_a_certificate_there_is_no_tls() {
    Settings settings = read(MINIMAL).get();

    assertThat(settings.http().users().head().on().tls()).isEmpty();
    assertThat(settings.http().operators().tls()).isEmpty();
    assertThat(settings.tls()).isEmpty();
  }

  @Test
  void one_certificate_is_two_lines() {
    TlsSettings tls =
        users(read(MINIMAL + "listen: {tls: {certificate: tls.crt, key: /run/tls.key}}").get());

    assertThat(tls.clients()).isEqualTo(new ClientCertificates.NotAsked());
    assertThat(tls.identities())
        .containsExactly(
            new Identity.Pem(Path.of("/etc/portcullis/tls.crt"), Path.of("/run/tls.key")));
  }

  @Test
  void the_files_for_the_tenant_are_beside_the_settings() {
    Settings settings =
        read("""
        client-ip: {trusted-proxies: 10.0.0.0/8}
        auth0:
          domain: example.eu.auth0.com
          client-id: abc
          client-secret: s3cret-value
          trust: tenant/ca.pem
          client-certificate: tenant/gateway.crt
          client-key: /run/gateway.key
        """)
            .get();

    assertThat(settings.auth0().transport().tls().map(TenantTls::toString))
        .containsExactly(
            "TenantTls[/etc/portcullis/tenant/ca.pem, /etc/portcullis/tenant/gateway.crt,"
                + " /run/gateway.key]");
  }

  @Test
  void several_certificates_are_lists_and_a_store_comes_after_them() {
    TlsSettings tls =
        users(
            read(MINIMAL
                    + """
                    listen:
                      tls:
                        certificate: [a.crt, b.crt]
                        key: [a.key, b.key]
                        pkcs12: [c.p12, d.p12]
                        pkcs12-password: s3cret-value
                        client-certificates: required
                        client-authorities: ca.pem
                    """)
                .get());

    assertThat(tls.identities().map(identity -> identity.files().mkString(" ")))
        .containsExactly(
            "/etc/portcullis/a.crt /etc/portcullis/a.key",
            "/etc/portcullis/b.crt /etc/portcullis/b.key",
            "/etc/portcullis/c.p12",
            "/etc/portcullis/d.p12");
    assertThat(tls.clients())
        .isEqualTo(new ClientCertificates.Asked(Path.of("/etc/portcullis/ca.pem"), true));
    assertThat(tls.toString()).doesNotContain("s3cret-value");
  }

  @Test
  void every_listener_has_tls_of_its_own() {
    Settings settings =
        read(MINIMAL
                + """
                listen:
                  operators-tls: {certificate: admin.crt, key: admin.key}
                listeners:
                  balancer:
                    listen: 0.0.0.0:8443
                    tls: {certificate: b.crt, key: b.key}
                    client-ip: {source: peer}
                """)
            .get();

    assertThat(settings.http().users().map(it -> it.on().tls().isDefined()))
        .containsExactly(false, true);
    assertThat(settings.http().operators().tls()).isNotEmpty();
    assertThat(settings.tls()).hasSize(2);
  }

  @Test
  void the_environment_sets_them_too() {
    Settings settings =
        read(
                MINIMAL,
                HashMap.of(
                    "PORTCULLIS_LISTEN_TLS_CERTIFICATE", "/tls/a.crt,/tls/b.crt",
                    "PORTCULLIS_LISTEN_TLS_KEY", "/tls/a.key,/tls/b.key",
                    "PORTCULLIS_LISTEN_MAX_CONNECTIONS", "9"))
            .get();

    assertThat(users(settings).identities()).hasSize(2);
    assertThat(settings.http().limits().connections()).isEqualTo(9);
  }

  @Test
  void certificates_are_trusted_by_name_where_they_are_asked_for() {
    Settings settings =
        read("""
        listen:
          tls:
            certificate: a.crt
            key: a.key
            client-certificates: optional
            client-authorities: ca.pem
        client-ip: {trusted-certificates: [Proxy.example.com, "spiffe://example.com/a"]}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        """)
            .get();

    assertThat(settings.http().users().head().address().policy().trustedCertificates())
        .containsExactlyInAnyOrder(
            new CertificateName("proxy.example.com"),
            new CertificateName("spiffe://example.com/a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listen.users         | users: "unix:run/p.sock"                                | absolute path
          listen.users         | users: "unix:"                                          | unix: and
          listen.tls.key       | tls: {certificate: a.crt}                               | key of each
          listen.tls.key       | tls: {certificate: a.crt, key: [a.key, b.key]}          | key of each
          listen.tls.key       | tls: {key: a.key}                                       | key of each
          listen.tls.pkcs12-password | tls: {pkcs12: a.p12}                              | one for all
          listen.tls.pkcs12-password | tls: {pkcs12-password: s3cret-value}              | one for all
          listen.tls.certificate | tls: {client-certificates: required, client-authorities: c} | own certificate
          listen.tls.client-authorities | tls: {certificate: a, key: b, client-certificates: optional} | authority
          listen.tls.client-authorities | tls: {certificate: a, key: b, client-authorities: c} | required
          listen.tls.client-certificates | tls: {client-certificates: maybe}             | optional
          listen.operators-tls.key | operators-tls: {certificate: a.crt}                 | key of each
          listen.head-timeout  | head-timeout: 1ms                                       | 100ms to 5m
          listen.max-connections | max-connections: 0                                    | 1 to 1000000
          """)
  void a_wrong_value_says_what_is_right(String key, String line, String fix) {
    Seq<SettingsProblem> problems = read(MINIMAL + "listen: {" + line + "}").getError();

    assertThat(problems.map(SettingsProblem::key)).containsExactly(key);
    assertThat(problems.head().fix()).contains(fix);
    assertThat(problems.mkString()).doesNotContain("s3cret-value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trusted-certificates: proxy.example.com                 | tls.client-certificates
          trusted-certificates: "*.example.com"                   | no wildcard
          {source: peer, trusted-certificates: proxy.example.com} | source: xff
          """)
  void certificates_that_cannot_count_are_refused(String clientIp, String fix) {
    String section = clientIp.startsWith("{") ? clientIp : "{" + clientIp + "}";

    Seq<SettingsProblem> problems =
        read(MINIMAL.replace("{trusted-proxies: 10.0.0.0/8}", section)).getError();

    assertThat(problems.map(SettingsProblem::key)).contains("client-ip.trusted-certificates");
    assertThat(problems.map(SettingsProblem::fix).mkString()).contains(fix);
  }

  @Test
  void every_listener_that_trusts_certificates_has_to_ask_for_them() {
    Seq<SettingsProblem> problems =
        read(MINIMAL
                + """
                listeners:
                  lb:
                    listen: 127.0.0.1:8081
                    client-ip: {trusted-certificates: proxy.example.com}
                  cdn:
                    listen: 127.0.0.1:8082
                    client-ip: {trusted-certificates: cdn.example.com}
                """)
            .getError();

    assertThat(problems.map(SettingsProblem::key))
        .containsExactly(
            "listeners.lb.client-ip.trusted-certificates",
            "listeners.cdn.client-ip.trusted-certificates");
  }

  private static TlsSettings users(Settings settings) {
    return settings.http().users().head().on().tls().get();
  }

  private static Validation<Seq<SettingsProblem>, Settings> read(String yaml) {
    return read(yaml, HashMap.empty());
  }

  private static Validation<Seq<SettingsProblem>, Settings> read(
      String yaml, Map<String, String> environment) {
    return SettingsReader.read(
        new SettingsSource("portcullis.yaml", Path.of("/etc/portcullis"), yaml, environment));
  }
}
