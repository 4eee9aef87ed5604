package dev.portcullis.emulator.internal.tls;

import dev.portcullis.emulator.address.IpLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A folder with a certificate authority and a server certificate, both created at first use.
 * Clients trust {@code ca.pem}. A certificate that expires within 30 days is renewed; so is the
 * server's if it does not match the authority or the host name.
 */
public final class TlsDirectory {

  static final Duration CA_LIFETIME = Duration.ofDays(3650);
  static final Duration SERVER_LIFETIME = Duration.ofDays(397);
  static final Duration NEAR_END = Duration.ofDays(30);

  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

  /** A file lock guards against other processes only. */
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Path caFile;
  private final KeyPairFiles.Signed authority;
  private final KeyPairFiles.Signed server;

  private TlsDirectory(Path caFile, KeyPairFiles.Signed authority, KeyPairFiles.Signed server) {
    this.caFile = caFile;
    this.authority = authority;
    this.server = server;
  }

  /**
   * Opens the folder, and creates what is missing.
   *
   * @param hosts further names and addresses of the server, besides those of the loopback interface
   * @throws IllegalStateException if the folder cannot be written, or its files cannot be used
   */
  public static TlsDirectory open(
      Path directory, List<String> hosts, InstantSource clock, SecureRandom random) {
    IN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(directory);
      try (FileChannel channel =
              FileChannel.open(
                  directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return opened(directory, names(hosts), clock.instant(), random, lock);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException(
          "TLS folder "
              + directory
              + ": "
              + e.getClass().getSimpleName()
              + " at "
              + e.getMessage()
              + " (expected: a folder that can be read and written). Fix it, or name another",
          e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private static TlsDirectory opened(
      Path directory, Set<String> names, Instant now, SecureRandom random, FileLock held)
      throws IOException {
    assert held.isValid();
    KeyPairFiles caFiles = new KeyPairFiles(directory, "ca");
    Optional<KeyPairFiles.Signed> foundCa =
        caFiles.read().filter(found -> found.endsAfter(now.plus(NEAR_END)));
    KeyPairFiles.Signed ca =
        foundCa.isPresent()
            ? foundCa.get()
            : caFiles.write(Certificates.authority(now, now.plus(CA_LIFETIME), random));
    KeyPairFiles serverFiles = new KeyPairFiles(directory, "server");
    Optional<KeyPairFiles.Signed> foundServer =
        serverFiles
            .read()
            .filter(found -> found.endsAfter(now.plus(NEAR_END)))
            .filter(found -> found.isSignedBy(ca) && found.names().containsAll(names));
    Instant end = now.plus(SERVER_LIFETIME);
    Instant last = ca.certificate().getNotAfter().toInstant();
    KeyPairFiles.Signed server =
        foundServer.isPresent()
            ? foundServer.get()
            : serverFiles.write(
                Certificates.server(ca, names, now, end.isBefore(last) ? end : last, random));
    return new TlsDirectory(caFiles.certificateFile(), ca, server);
  }

  private static Set<String> names(List<String> hosts) {
    Set<String> names = new LinkedHashSet<>(Set.of("localhost", "127.0.0.1", "::1"));
    hosts.stream()
        .filter(host -> !WILDCARDS.contains(host))
        .map(host -> IpLiteral.parse(host).map(IpLiteral::text).orElse(host))
        .forEach(names::add);
    return names;
  }

  /** The PEM certificate that clients have to trust. */
  public Path caFile() {
    return caFile;
  }

  /** The server's side of TLS. */
  public SSLContext serverContext() {
    char[] nothing = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          server.key(),
          nothing,
          new X509Certificate[] {server.certificate(), authority.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, nothing);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the server's certificate cannot be used for TLS", e);
    }
  }

  X509Certificate authority() {
    return authority.certificate();
  }

  X509Certificate server() {
    return server.certificate();
  }
}
