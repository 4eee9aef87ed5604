package dev.portcullis.adapters.http.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.CertificateNames;
import dev.portcullis.domain.address.CertificateName;
import io.vavr.collection.Seq;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNamesTest {

  @TempDir private Path directory = Path.of(".");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DNS:Proxy.Example.com                          | proxy.example.com
          DNS:a.example,URI:spiffe://example.com/a       | a.example spiffe://example.com/a
          URI:spiffe://example.com/Proxy                 | spiffe://example.com/Proxy
          IP:192.0.2.1                                   | common.example
          email:ada@example.com                          | common.example
          DNS:*.example.com                              |
          DNS:*.example.com,DNS:a.example                | a.example
          DNS:spiffe://example.com/a                     |
          URI:proxy.example.com                          |
          """)
  void a_client_is_named_by_its_alternative_names(String alternatives, String names) {
    X509Certificate certificate =
        TestCertificates.read(
            TestCertificates.in(directory)
                .issue(
                    "client",
                    TestCertificates.EC,
                    "/O=Example/CN=common.example",
                    "-addext subjectAltName=" + alternatives));

    Seq<CertificateName> found = CertificateNames.of(certificate);

    assertThat(found.mkString(" ")).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0500", "04020102", "300400010203", "30088206612E622E"})
  void a_client_whose_alternative_names_cannot_be_read_has_no_name(String der) {
    X509Certificate certificate =
        TestCertificates.read(
            TestCertificates.in(directory)
                .issue(
                    "client",
                    TestCertificates.EC,
                    "/O=Example/CN=common.example",
                    "-addext 2.5.29.17=DER:" + der));

    Seq<CertificateName> found = CertificateNames.of(certificate);

    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /O=Example/CN=Proxy_One           | proxy_one
          /O=Example                        |
          /CN=spiffe:a                      |
          """)
  void a_client_without_alternative_names_is_named_by_its_common_name(
      String subject, String names) {
    X509Certificate certificate =
        TestCertificates.read(
            TestCertificates.in(directory).issue("client", TestCertificates.EC, subject, "-batch"));

    Seq<CertificateName> found = CertificateNames.of(certificate);

    assertThat(found.mkString(" ")).isEqualTo(names == null ? "" : names);
  }
}
