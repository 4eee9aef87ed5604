package dev.portcullis.adapters.auth0.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the test's own and servers that it has signed, made with the JDK's keytool. */
public final class TestCertificates {

  private static final String PASSWORD = "changeit";
  private static final String AUTHORITY = "authority";

  private final Path folder;
  private final Path store;

  public TestCertificates(Path folder) throws IOException {
    this.folder = folder;
    store = folder.resolve("keys.p12");
    generate(AUTHORITY, "-dname", "CN=Test CA", "-ext", "bc:c");
  }

  /** For a client that trusts the authority and no other. */
  public SSLContext client() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust(), null);
    return context;
  }

  private TrustManager[] trust() throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  /**
   * For a server.
   *
   * @param options further ones of keytool, such as {@code -startdate}
   */
  public SSLContext server(String alias, String dnsName, String... options)
      throws IOException, GeneralSecurityException {
    sign(alias, dnsName, options);
    KeyStore all = load();
    KeyStore own = empty();
    char[] password = PASSWORD.toCharArray();
    own.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust(), null);
    return context;
  }

  /** The authority's certificate as PEM. */
  public Path authorityFile() throws IOException, GeneralSecurityException {
    return pem(AUTHORITY + ".pem", "CERTIFICATE", load().getCertificate(AUTHORITY).getEncoded());
  }

  /** A certificate of this name, with its authority, as PEM; the key is in {@link #keyFile}. */
  public Path certificateFile(String alias, String name, String... options)
      throws IOException, GeneralSecurityException {
    sign(alias, name, options);
    StringBuilder chain = new StringBuilder();
    for (Certificate certificate : load().getCertificateChain(alias)) {
      chain.append(
          Files.readString(pem(alias + "-part.pem", "CERTIFICATE", certificate.getEncoded())));
    }
    return Files.writeString(folder.resolve(alias + ".pem"), chain);
  }

  /** Its key as PEM. */
  public Path keyFile(String alias) throws IOException, GeneralSecurityException {
    return pem(
        alias + ".key", "PRIVATE KEY", load().getKey(alias, PASSWORD.toCharArray()).getEncoded());
  }

  private Path pem(String file, String label, byte[] bytes) throws IOException {
    return Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(bytes), label));
  }

  private void sign(String alias, String dnsName, String... options) throws IOException {
    List<String> signed =
        new ArrayList<>(
            List.of("-signer", AUTHORITY, "-dname", "CN=" + dnsName, "-ext", "san=dns:" + dnsName));
    signed.addAll(List.of(options));
    generate(alias, signed.toArray(String[]::new));
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    return keys;
  }

  private void generate(String alias, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
