package dev.portcullis.adapters.http.server.tls;

import static dev.portcullis.adapters.http.server.tls.TestCertificates.EC;
import static dev.portcullis.adapters.http.server.tls.TestCertificates.ED25519;
import static dev.portcullis.adapters.http.server.tls.TestCertificates.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.tls.TestCertificates.Issued;
import dev.portcullis.adapters.http.server.tls.TlsFiles.Finding;
import dev.portcullis.adapters.http.server.tls.TlsFiles.Part;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import dev.portcullis.adapters.http.server.tls.TlsSettings.StorePassword;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {

  private final TestCertificates made;
  private final Issued host;
  private final Instant now;

  TlsFilesTest(@TempDir Path directory) {
    made = TestCertificates.in(directory);
    host = made.host("login.example.com");
    now = TestCertificates.read(host).getNotBefore().toInstant().plusSeconds(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {EC, RSA, ED25519})
  void a_certificate_with_its_key_is_usable(String algorithm) {
    Issued issued =
        made.issue("a", algorithm, "/CN=a.example", "-addext subjectAltName=DNS:a.example");

    Seq<Finding> findings = check(issued.identity());

    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rsa:2048 | -batch                                          | only as common name (CN)
          rsa:2048 | -addext subjectAltName=URI:https://a.example    | only as common name (CN)
          rsa:1024 | -addext subjectAltName=DNS:a.example            | has an RSA key of 1024 bits
          rsa:2047 | -addext subjectAltName=DNS:a.example            | has an RSA key of 2047 bits
          rsa:2048 | -sha1 -addext subjectAltName=DNS:a.example      | is signed with SHA1withECDSA
          """)
  void a_certificate_that_todays_clients_refuse_is_not_usable(
      String algorithm, String options, String problem) {
    Issued issued = made.issue("a", algorithm, "/CN=a.example", options);

    Seq<Finding> findings = check(issued.identity());

    assertThat(findings)
        .singleElement()
        .returns(true, Finding::error)
        .returns(Part.CERTIFICATE, Finding::part)
        .matches(it -> it.problem().endsWith(problem));
  }

  @Test
  void a_certificate_for_an_address_is_usable() {
    Issued issued = made.issue("a", EC, "/O=Example", "-addext subjectAltName=IP:192.0.2.7");

    Seq<Finding> findings = check(issued.identity());

    assertThat(findings).isEmpty();
  }

  @Test
  void a_key_in_the_older_formats_is_usable() {
    Issued rsa = made.issue("rsa", RSA, "/CN=a.example", "-addext subjectAltName=DNS:a.example");
    made.openssl("rsa -traditional -in rsa.key -out rsa1.key");
    made.openssl("ec -in login.example.com.key -out sec1.key");

    Seq<Finding> findings =
        check(
            new Identity.Pem(rsa.certificate(), made.file("rsa1.key")),
            new Identity.Pem(host.certificate(), made.file("sec1.key")));

    assertThat(made.file("rsa1.key")).content().contains("BEGIN RSA PRIVATE KEY");
    assertThat(made.file("sec1.key")).content().contains("BEGIN EC PRIVATE KEY");
    assertThat(findings).isEmpty();
  }

  @Test
  void a_key_in_the_older_format_belongs_to_one_certificate() {
    Issued other = made.issue("rsa", RSA, "/CN=a.example", "-addext subjectAltName=DNS:a.example");
    made.openssl("rsa -traditional -in rsa.key -out rsa1.key");
    made.openssl("ec -in login.example.com.key -out sec1.key");

    Seq<Finding> findings =
        check(
            new Identity.Pem(host.certificate(), made.file("rsa1.key")),
            new Identity.Pem(other.certificate(), made.file("sec1.key")));

    assertThat(findings.map(Finding::part)).containsExactly(Part.KEY, Part.KEY);
  }

  @Test
  void a_chain_in_one_file_is_usable() throws IOException {
    Path chain = made.file("chain.pem");
    Files.writeString(
        chain,
        "subject=CN = login.example.com\r\n"
            + Files.readString(host.certificate()).replace("\n", "\r\n")
            + Files.readString(made.authority()));

    Seq<Finding> findings = check(new Identity.Pem(chain, host.key()));

    assertThat(findings).isEmpty();
    assertThat(chain(chain)).hasSize(2);
  }

  @Test
  void a_pkcs12_file_is_usable() {
    made.openssl(
        "pkcs12 -export -inkey login.example.com.key -in login.example.com.pem -certfile ca.pem"
            + " -passout pass:secret-password -out a.p12");

    Seq<Finding> findings = check(store("a.p12", "secret-password"));

    assertThat(findings).isEmpty();
  }

  @Test
  void a_pkcs12_file_with_a_trusted_certificate_beside_its_key_is_usable() throws Exception {
    char[] password = "secret-password".toCharArray();
    made.openssl(
        "pkcs12 -export -inkey login.example.com.key -in login.example.com.pem"
            + " -passout pass:secret-password -out a.p12");
    KeyStore store = KeyStore.getInstance(made.file("a.p12").toFile(), password);
    store.setCertificateEntry("authority", TestCertificates.read(host));
    try (OutputStream out = Files.newOutputStream(made.file("a.p12"))) {
      store.store(out, password);
    }

    Seq<Finding> findings = check(store("a.p12", "secret-password"));

    assertThat(findings).isEmpty();
  }

  @Test
  void a_pkcs12_file_with_two_keys_is_ambiguous() throws Exception {
    char[] password = "secret-password".toCharArray();
    made.openssl(
        "pkcs12 -export -inkey login.example.com.key -in login.example.com.pem"
            + " -passout pass:secret-password -name one -out a.p12");
    KeyStore store = KeyStore.getInstance(made.file("a.p12").toFile(), password);
    store.setKeyEntry(
        "two", store.getKey("one", password), password, store.getCertificateChain("one"));
    try (OutputStream out = Files.newOutputStream(made.file("a.p12"))) {
      store.store(out, password);
    }

    Seq<Finding> findings = check(store("a.p12", "secret-password"));

    assertThat(findings.map(Finding::problem))
        .singleElement()
        .satisfies(problem -> assertThat(problem).contains("a.p12 has 2 private keys"));
  }

  @Test
  void what_is_wrong_with_a_pkcs12_file_is_named_without_its_password() throws IOException {
    made.openssl(
        "pkcs12 -export -inkey login.example.com.key -in login.example.com.pem"
            + " -passout pass:secret-password -out a.p12");
    made.openssl("pkcs12 -export -nokeys -in ca.pem -passout pass:secret-password -out b.p12");
    Files.writeString(made.file("c.p12"), "no store");

    Seq<Finding> findings =
        check(
            store("a.p12", "wrong-password"),
            store("b.p12", "secret-password"),
            store("c.p12", "secret-password"),
            store("d.p12", "secret-password"));

    assertThat(findings.map(Finding::part))
        .containsExactly(Part.PKCS12_PASSWORD, Part.PKCS12, Part.PKCS12, Part.PKCS12);
    assertThat(findings.map(Finding::problem))
        .satisfiesExactly(
            first -> assertThat(first).contains("not the password of", "a.p12"),
            second -> assertThat(second).contains("b.p12 has 0 private keys"),
            third -> assertThat(third).contains("c.p12 is no PKCS#12 file"),
            fourth -> assertThat(fourth).contains("no such file", "d.p12"));
    assertThat(findings.mkString()).doesNotContain("wrong-password", "secret-password");
  }

  @Test
  void a_missing_file_is_named() {
    Seq<Finding> findings =
        check(
            new Identity.Pem(made.file("none.pem"), host.key()),
            new Identity.Pem(host.certificate(), made.file("none.key")));

    assertThat(findings.map(Finding::part)).containsExactly(Part.CERTIFICATE, Part.KEY);
    assertThat(findings).allMatch(Finding::error);
    assertThat(findings.map(Finding::problem)).allMatch(it -> it.startsWith("no such file: /"));
  }

  @Test
  void a_file_of_another_kind_is_named() throws IOException {
    Files.writeString(made.file("broken.pem"), pem("CERTIFICATE", "AAAA"));
    Files.writeString(made.file("broken.key"), pem("PRIVATE KEY", "AAAA"));

    Seq<Finding> findings =
        check(
            new Identity.Pem(host.key(), host.key()),
            new Identity.Pem(host.certificate(), host.certificate()),
            new Identity.Pem(made.file("broken.pem"), host.key()),
            new Identity.Pem(host.certificate(), made.file("broken.key")));

    assertThat(findings.map(Finding::problem))
        .satisfiesExactly(
            first -> assertThat(first).contains("no certificate in"),
            second -> assertThat(second).contains("no private key in"),
            third -> assertThat(third).contains("certificate 1 in", "is damaged"),
            fourth -> assertThat(fourth).contains("broken.key is damaged"));
  }

  @Test
  void a_key_of_another_certificate_is_refused() {
    Issued other = made.host("other.example.com");
    Issued rsa = made.issue("rsa", RSA, "/CN=a.example", "-addext subjectAltName=DNS:a.example");

    Seq<Finding> findings =
        check(
            new Identity.Pem(host.certificate(), other.key()),
            new Identity.Pem(host.certificate(), rsa.key()));

    assertThat(findings.map(Finding::part)).containsExactly(Part.KEY, Part.KEY);
    assertThat(findings.map(Finding::problem))
        .allMatch(it -> it.contains("does not belong to the certificate in"));
  }

  @Test
  void a_chain_in_the_wrong_order_is_refused() throws IOException {
    Path chain = made.file("chain.pem");
    Files.writeString(
        chain, Files.readString(made.authority()) + Files.readString(host.certificate()));

    Seq<Finding> findings = check(new Identity.Pem(chain, host.key()));

    assertThat(findings.map(Finding::fix)).allMatch(it -> it.contains("certificate first"));
    assertThat(findings).hasSize(1);
  }

  @Test
  void an_encrypted_key_is_refused_with_the_command_that_decrypts_it() {
    made.openssl("pkey -in login.example.com.key -aes256 -passout pass:x -out enc8.key");
    made.openssl("ec -in login.example.com.key -aes256 -passout pass:x -out enc1.key");

    Seq<Finding> findings =
        check(
            new Identity.Pem(host.certificate(), made.file("enc8.key")),
            new Identity.Pem(host.certificate(), made.file("enc1.key")));

    assertThat(findings).hasSize(2);
    assertThat(findings).allMatch(it -> it.problem().contains("is encrypted"));
    assertThat(findings).allMatch(it -> it.fix().contains("openssl pkey -in"));
  }

  @Test
  void a_certificate_is_refused_outside_its_time_and_warned_of_before_its_end() {
    Instant end = TestCertificates.read(host).getNotAfter().toInstant();
    TlsSettings settings = settings(new ClientCertificates.NotAsked(), host.identity());

    Seq<Finding> fresh = TlsFiles.check(settings, end.minus(Duration.ofDays(15)));
    Seq<Finding> soon = TlsFiles.check(settings, end.minus(Duration.ofDays(13)));
    Seq<Finding> late = TlsFiles.check(settings, end.plusSeconds(1));
    Seq<Finding> early = TlsFiles.check(settings, end.minus(Duration.ofDays(31)));

    assertThat(fresh).isEmpty();
    assertThat(soon)
        .singleElement()
        .returns(false, Finding::error)
        .matches(it -> it.problem().contains("expires on"));
    assertThat(late)
        .singleElement()
        .returns(true, Finding::error)
        .matches(it -> it.problem().contains("expired on"));
    assertThat(early)
        .singleElement()
        .returns(true, Finding::error)
        .matches(it -> it.problem().contains("not valid before"));
  }

  @Test
  void a_key_that_everybody_can_read_is_warned_of() throws IOException {
    Files.setPosixFilePermissions(host.key(), PosixFilePermissions.fromString("rw-r--r--"));

    Seq<Finding> findings = check(host.identity());

    assertThat(findings)
        .singleElement()
        .returns(false, Finding::error)
        .returns(Part.KEY, Finding::part)
        .matches(it -> it.fix().contains("chmod o= "));
  }

  @Test
  void authorities_are_read_too() {
    Seq<Finding> good = check(new ClientCertificates.Asked(made.authority(), true));
    Seq<Finding> missing = check(new ClientCertificates.Asked(made.file("none.pem"), true));
    Seq<Finding> wrong = check(new ClientCertificates.Asked(host.key(), false));

    assertThat(good).isEmpty();
    assertThat(missing.appendAll(wrong).map(Finding::part))
        .containsExactly(Part.CLIENT_AUTHORITIES, Part.CLIENT_AUTHORITIES);
  }

  private static String pem(String label, String content) {
    return "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n";
  }

  private static Seq<?> chain(Path file) {
    try {
      return PemFile.chain(file);
    } catch (UnusableTlsException e) {
      throw new AssertionError(e);
    }
  }

  private Identity store(String file, String password) {
    return new Identity.Pkcs12(made.file(file), new StorePassword(password));
  }

  private Seq<Finding> check(Identity... identities) {
    return TlsFiles.check(settings(new ClientCertificates.NotAsked(), identities), now);
  }

  private Seq<Finding> check(ClientCertificates clients) {
    return TlsFiles.check(settings(clients, host.identity()), now);
  }

  private static TlsSettings settings(ClientCertificates clients, Identity... identities) {
    return new TlsSettings(Vector.of(identities), clients);
  }
}
