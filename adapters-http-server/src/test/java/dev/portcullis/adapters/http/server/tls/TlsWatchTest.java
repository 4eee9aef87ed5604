package dev.portcullis.adapters.http.server.tls;

import static dev.portcullis.adapters.http.server.tls.TestCertificates.EC;
import static dev.portcullis.adapters.http.server.tls.TestCertificates.RSA;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.server.tls.TestCertificates.Issued;
import dev.portcullis.adapters.http.server.tls.TlsFiles.Finding;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.NotAsked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsWatchTest {

  private static final StandardCopyOption REPLACE = StandardCopyOption.REPLACE_EXISTING;

  private final Path directory;
  private final TestCertificates made;
  private final List<SSLContext> applied = new ArrayList<>();

  TlsWatchTest(@TempDir Path directory) {
    this.directory = directory;
    this.made = TestCertificates.in(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.com, CN=a.example.com",
    "A.Example.COM, CN=a.example.com",
    "b.example.com, CN=b.example.com",
    "x.example.com, CN=*.example.com",
    "x.y.example.com, CN=first.example",
    "example.com, CN=first.example",
    "other.example, CN=first.example",
    ", CN=first.example"
  })
  void the_servers_name_selects_a_certificate_and_the_first_serves_everybody_else(
      String name, String subject) throws Exception {
    Issued first =
        made.issue("first", RSA, "/CN=first.example", "-addext subjectAltName=DNS:first.example");

    try (TlsWatch watch =
        open(
            first.identity(),
            made.host("*.example.com").identity(),
            made.host("a.example.com").identity(),
            made.host("b.example.com").identity())) {
      assertThat(served(watch.context(), name, "TLSv1.3")).isEqualTo(subject);
      assertThat(served(watch.context(), name, "TLSv1.2")).isEqualTo(subject);
    }
  }

  @Test
  void of_two_certificates_for_one_host_the_clients_algorithms_choose() throws Exception {
    Issued ec = made.issue("ec", EC, "/O=EC", "-addext subjectAltName=DNS:a.example.com");
    Issued rsa = made.issue("rsa", RSA, "/O=RSA", "-addext subjectAltName=DNS:a.example.com");

    try (TlsWatch watch = open(made.host("first").identity(), ec.identity(), rsa.identity())) {
      assertThat(served(watch.context(), "a.example.com", "TLSv1.2", "ECDSA")).isEqualTo("O=EC");
      assertThat(served(watch.context(), "a.example.com", "TLSv1.2", "_RSA_")).isEqualTo("O=RSA");
    }
  }

  @Test
  void new_files_are_read_once_they_are_at_rest() throws Exception {
    Issued old = made.issue("old", EC, "/CN=old", "-addext subjectAltName=DNS:old");
    Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:fresh");
    try (TlsWatch watch = started(old.identity())) {
      watch.look();
      replace(fresh, old);
      watch.look();
      int whileChanging = applied.size();
      watch.look();
      watch.look();

      assertThat(whileChanging).isZero();
      assertThat(applied).hasSize(1);
      assertThat(served(applied.getFirst(), null, "TLSv1.3")).isEqualTo("CN=fresh");
    }
  }

  @Test
  void broken_files_change_nothing_until_they_are_right() throws Exception {
    Issued old = made.issue("old", EC, "/CN=old", "-addext subjectAltName=DNS:old");
    Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:fresh");
    try (TlsWatch watch = started(old.identity())) {
      replace(fresh.certificate(), old.certificate());
      watch.look();
      watch.look();
      watch.look();
      int whenMismatched = applied.size();
      replace(fresh.key(), old.key());
      watch.look();
      watch.look();

      assertThat(whenMismatched).isZero();
      assertThat(applied).hasSize(1);
      assertThat(served(applied.getFirst(), null, "TLSv1.3")).isEqualTo("CN=fresh");
    }
  }

  @Test
  void files_that_are_written_again_with_the_same_fault_are_reported_once() throws Exception {
    Issued old = made.issue("old", EC, "/CN=old", "-addext subjectAltName=DNS:old");
    try (TlsWatch watch = started(old.identity())) {
      Seq<Option<String>> reported =
          Vector.of("nothing", "nothing here", "nothing here either")
              .map(text -> rewritten(old.certificate(), text, watch));
      Option<String> other = rewritten(old.key(), "nothing", watch);
      Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:fresh");
      Files.copy(fresh.certificate(), old.certificate(), REPLACE);
      Option<String> another = settled(watch);

      assertThat(reported.map(Option::isDefined)).containsExactly(true, false, false);
      assertThat(other).isEmpty();
      assertThat(another.get()).isNotEqualTo(reported.head().get()).contains("key");
    }
  }

  private static Option<String> rewritten(Path file, String text, TlsWatch watch) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settled(watch);
  }

  private static Option<String> settled(TlsWatch watch) {
    return watch.read().orElse(watch::read);
  }

  @Test
  void files_of_the_same_number_size_and_time_are_noticed() throws Exception {
    Issued old = made.issue("old", EC, "/CN=old", "-addext subjectAltName=DNS:old");
    Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:fresh");
    Seq<Path> olds = Vector.of(old.certificate(), old.key());
    Seq<Path> freshs = Vector.of(fresh.certificate(), fresh.key());
    for (Path file : olds.appendAll(freshs)) {
      Files.writeString(file, "\n".repeat((int) (4096 - Files.size(file))), APPEND);
    }
    try (TlsWatch watch = started(old.identity())) {
      watch.look();
      for (int i = 0; i < olds.size(); i++) {
        FileTime time = Files.getLastModifiedTime(olds.get(i));
        Files.write(olds.get(i), Files.readAllBytes(freshs.get(i)));
        Files.setLastModifiedTime(olds.get(i), time);
      }
      watch.look();
      watch.look();

      assertThat(applied).hasSize(1);
    }
  }

  @Test
  void a_folder_that_is_swapped_as_kubernetes_does_it_is_noticed() throws Exception {
    Issued old = made.issue("old", EC, "/CN=old", "-addext subjectAltName=DNS:old");
    Issued fresh = made.issue("fresh", EC, "/CN=fresh", "-addext subjectAltName=DNS:fresh");
    Path first = volume("1", old);
    Path second = volume("2", fresh);
    Path link = Files.createSymbolicLink(directory.resolve("..data"), first);
    Identity mounted = new Identity.Pem(link.resolve("tls.crt"), link.resolve("tls.key"));
    try (TlsWatch watch = started(mounted)) {
      Files.move(
          Files.createSymbolicLink(directory.resolve("..tmp"), second),
          link,
          StandardCopyOption.ATOMIC_MOVE);
      watch.look();
      watch.look();

      assertThat(applied).hasSize(1);
      assertThat(served(applied.getFirst(), null, "TLSv1.3")).isEqualTo("CN=fresh");
    }
  }

  @Test
  void a_certificate_that_nobody_renews_is_named_once_a_day() {
    Issued issued = made.issue("a", EC, "/CN=a", "-addext subjectAltName=DNS:a");
    Instant end = TestCertificates.read(issued).getNotAfter().toInstant();
    AtomicReference<Instant> now = new AtomicReference<>(end.minus(Duration.ofDays(20)));
    try (TlsWatch watch =
        TlsWatch.open(
            "a", new TlsSettings(Vector.of(issued.identity()), new NotAsked()), () -> now.get())) {
      now.set(end.minus(Duration.ofDays(16)));
      Seq<Finding> early = watch.due();
      now.set(end.minus(Duration.ofDays(13)));
      Seq<Finding> soon = watch.due();
      Seq<Finding> again = watch.due();
      now.set(end.plusSeconds(1));
      Seq<Finding> late = watch.due();

      assertThat(early).isEmpty();
      assertThat(soon).singleElement().matches(it -> it.problem().contains("expires on"));
      assertThat(again).isEmpty();
      assertThat(late).singleElement().matches(it -> it.problem().contains("expired on"));
    }
  }

  @Test
  void a_listener_does_not_open_with_files_that_are_not_usable() {
    Issued a = made.issue("a", EC, "/CN=a", "-addext subjectAltName=DNS:a");
    Issued b = made.issue("b", EC, "/CN=b", "-addext subjectAltName=DNS:b");

    assertThatThrownBy(() -> open(new Identity.Pem(a.certificate(), b.key())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:8443")
        .hasMessageContaining("does not belong to the certificate");
  }

  private Path volume(String name, Issued issued) throws IOException {
    Path folder = Files.createDirectory(directory.resolve(name));
    Files.copy(issued.certificate(), folder.resolve("tls.crt"));
    Files.copy(issued.key(), folder.resolve("tls.key"));
    return folder;
  }

  private static void replace(Issued fresh, Issued old) throws IOException {
    replace(fresh.certificate(), old.certificate());
    replace(fresh.key(), old.key());
  }

  private static void replace(Path fresh, Path old) throws IOException {
    Files.copy(fresh, old, StandardCopyOption.REPLACE_EXISTING);
    // Another time even where the file system counts in seconds.
    Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH.plusSeconds(Files.size(old))));
  }

  private TlsWatch started(Identity identity) {
    TlsWatch watch = open(identity);
    watch.onChange(applied::add);
    return watch;
  }

  private static TlsWatch open(Identity... identities) {
    return TlsWatch.open(
        "127.0.0.1:8443",
        new TlsSettings(Vector.of(identities), new NotAsked()),
        InstantSource.system());
  }

  private static String served(SSLContext context, @Nullable String name, String protocol)
      throws Exception {
    return served(context, name, protocol, "");
  }

  /** The subject that a client gets, whose cipher suites all contain {@code suites}. */
  @SuppressWarnings("try") // The server side ends when the client does.
  private static String served(
      SSLContext context, @Nullable String name, String protocol, String suites) throws Exception {
    try (SSLServerSocket server =
            (SSLServerSocket)
                context
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SSLSocket client =
            (SSLSocket)
                trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      CompletableFuture<Integer> accepted =
          CompletableFuture.supplyAsync(
              () -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                  socket.startHandshake();
                  return socket.getInputStream().read();
                } catch (IOException e) {
                  return -2;
                }
              });
      SSLParameters parameters = client.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setCipherSuites(
          Vector.of(parameters.getCipherSuites())
              .filter(it -> it.contains(suites))
              .toJavaArray(String[]::new));
      if (name != null) {
        parameters.setServerNames(List.of(new SNIHostName(name)));
      }
      client.setSSLParameters(parameters);
      client.startHandshake();
      String subject =
          ((X509Certificate) client.getSession().getPeerCertificates()[0])
              .getSubjectX500Principal()
              .getName();
      client.close();
      accepted.join();
      return subject;
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    return context;
  }

  private static final class TrustsAll implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
