package dev.portcullis.emulator.internal.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsDirectoryTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path parent = Path.of(".");

  private final TestClock clock = new TestClock();

  @Test
  void the_first_start_makes_an_authority_that_is_trusted_and_a_server_for_this_machine()
      throws Exception {
    TlsDirectory made = open("tenant.example.com");

    assertThat(made.caFile()).isEqualTo(file("ca.pem"));
    assertThat(certificate("ca.pem")).isEqualTo(made.authority());
    assertThat(made.authority().getBasicConstraints()).isEqualTo(0);
    made.server().verify(made.authority().getPublicKey());
    assertThat(made.server().getBasicConstraints()).isEqualTo(-1);
    assertThat(made.server().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(made.server().getSubjectAlternativeNames())
        .map(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder(
            "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "tenant.example.com");
  }

  @Test
  void private_keys_are_restricted_to_their_owner_even_if_they_were_opened_up() throws Exception {
    open("127.0.0.1");
    Files.setPosixFilePermissions(file("ca.key"), PosixFilePermissions.fromString("rw-rw-rw-"));
    open("127.0.0.1");

    assertThat(permissions("ca.key")).isEqualTo("rw-------");
    assertThat(permissions("server.key")).isEqualTo("rw-------");
    assertThat(permissions("ca.pem")).isEqualTo("rw-r--r--");
  }

  @Test
  void later_starts_keep_what_is_there() {
    TlsDirectory first = open("127.0.0.1");
    clock.advance(TlsDirectory.SERVER_LIFETIME.minus(TlsDirectory.NEAR_END).minusDays(1));
    TlsDirectory later = open("0.0.0.0");

    assertThat(later.authority()).isEqualTo(first.authority());
    assertThat(later.server()).isEqualTo(first.server());
  }

  @Test
  void a_server_certificate_near_its_expiry_is_renewed_by_the_same_authority() throws Exception {
    TlsDirectory first = open("127.0.0.1");
    clock.advance(TlsDirectory.SERVER_LIFETIME.minus(TlsDirectory.NEAR_END));
    TlsDirectory later = open("127.0.0.1");

    assertThat(later.authority()).isEqualTo(first.authority());
    assertThat(later.server()).isNotEqualTo(first.server());
    assertThat(later.server().getNotAfter())
        .isEqualTo(clockIn(TlsDirectory.SERVER_LIFETIME))
        .isEqualTo(certificate("server.pem").getNotAfter());
  }

  @Test
  void no_server_certificate_outlives_its_authority_and_an_old_authority_is_replaced() {
    TlsDirectory first = open("127.0.0.1");
    clock.advance(TlsDirectory.CA_LIFETIME.minus(TlsDirectory.NEAR_END).minusDays(1));
    TlsDirectory late = open("127.0.0.1");
    clock.advance(Duration.ofDays(2));
    TlsDirectory renewed = open("127.0.0.1");

    assertThat(late.authority()).isEqualTo(first.authority());
    assertThat(late.server().getNotAfter()).isEqualTo(first.authority().getNotAfter());
    assertThat(renewed.authority().getSubjectX500Principal())
        .isNotEqualTo(first.authority().getSubjectX500Principal());
    assertThatThrownBy(() -> renewed.server().verify(first.authority().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void a_new_authority_has_a_server_certificate_of_its_own() throws Exception {
    TlsDirectory first = open("127.0.0.1");
    Files.delete(file("ca.pem"));
    Files.delete(file("ca.key"));

    TlsDirectory second = open("127.0.0.1");

    assertThat(second.authority()).isNotEqualTo(first.authority());
    second.server().verify(second.authority().getPublicKey());
  }

  @Test
  void another_host_name_gets_a_certificate_of_its_own() {
    TlsDirectory first = open("127.0.0.1");
    TlsDirectory second = open("2001:db8::7");

    assertThat(second.authority()).isEqualTo(first.authority());
    assertThat(second.server()).isNotEqualTo(first.server());
  }

  @Test
  void starts_at_the_same_time_agree() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<TlsDirectory>> starts =
          IntStream.range(0, 8).<Callable<TlsDirectory>>mapToObj(i -> () -> open("h")).toList();

      List<Future<TlsDirectory>> opened = threads.invokeAll(starts);

      for (Future<TlsDirectory> each : opened) {
        assertThat(each.get().server()).isEqualTo(opened.getFirst().get().server());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ca.pem; nonsense; ca.pem: not a certificate",
        "ca.key; nonsense; ca.key: not a private key",
        "server.key; nonsense; server.key: not a private key",
        "server.pem; ''; server.pem: not a certificate",
      })
  void what_is_broken_is_named_and_never_overwritten(String name, String content, String problem)
      throws Exception {
    open("127.0.0.1");
    Files.writeString(file(name), content);

    assertThatThrownBy(() -> open("127.0.0.1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("delete both to create new ones");
    assertThat(file(name)).hasContent(content);
  }

  @Test
  void a_key_of_another_certificate_or_none_is_named() throws Exception {
    open("127.0.0.1");
    String serverKey = Files.readString(file("server.key"), US_ASCII);
    Files.writeString(file("ca.key"), serverKey);

    assertThatThrownBy(() -> open("127.0.0.1"))
        .hasMessageContaining("ca.key: not the key of ca.pem")
        .hasMessageNotContainingAny(serverKey.lines().skip(1).findFirst().orElseThrow());

    Files.delete(file("ca.key"));
    assertThatThrownBy(() -> open("127.0.0.1")).hasMessageContaining("ca.key: missing");
  }

  @Test
  void a_folder_that_is_none_is_named() throws Exception {
    Files.writeString(parent.resolve("tls"), "a file");

    assertThatThrownBy(() -> open("127.0.0.1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TLS folder " + parent.resolve("tls"))
        .hasMessageContaining("expected: a folder that can be read and written");
  }

  private TlsDirectory open(String host) {
    return TlsDirectory.open(parent.resolve("tls"), List.of(host), clock, RANDOM);
  }

  private Path file(String name) {
    return parent.resolve("tls").resolve(name);
  }

  private X509Certificate certificate(String name) throws Exception {
    try (var in = Files.newInputStream(file(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private String permissions(String name) throws Exception {
    return PosixFilePermissions.toString(Set.copyOf(Files.getPosixFilePermissions(file(name))));
  }

  private Date clockIn(Duration duration) {
    return Date.from(clock.instant().plus(duration).truncatedTo(ChronoUnit.SECONDS));
  }
}
