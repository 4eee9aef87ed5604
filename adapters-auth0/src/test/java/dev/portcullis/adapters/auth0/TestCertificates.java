package dev.portcullis.adapters.auth0;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the test's own and servers that it has signed, made with the JDK's keytool. */
final class TestCertificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;

  TestCertificates(Path folder) throws IOException {
    this.folder = folder;
    keytool(
        "authority", "-genkeypair", "-alias", "authority", "-dname", "CN=Test CA", "-ext", "bc:c");
    keytool("authority", "-exportcert", "-alias", "authority", "-rfc", "-file", file("ca.pem"));
    keytool("trust", "-importcert", "-noprompt", "-alias", "authority", "-file", file("ca.pem"));
  }

  /** For a client that trusts the authority and nobody else. */
  SSLContext client() throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load("trust"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /**
   * For a server.
   *
   * @param options further ones for the signing, such as {@code -startdate}
   */
  SSLContext server(String name, String dnsName, String... options)
      throws IOException, GeneralSecurityException {
    keytool(name, "-genkeypair", "-alias", "server", "-dname", "CN=" + dnsName);
    keytool(name, "-certreq", "-alias", "server", "-file", file(name + ".csr"));
    List<String> signing =
        new ArrayList<>(
            List.of(
                "-gencert",
                "-alias",
                "authority",
                "-rfc",
                "-infile",
                file(name + ".csr"),
                "-outfile",
                file(name + ".pem"),
                "-ext",
                "san=dns:" + dnsName));
    signing.addAll(List.of(options));
    keytool("authority", signing.toArray(String[]::new));
    keytool(name, "-importcert", "-noprompt", "-alias", "authority", "-file", file("ca.pem"));
    keytool(name, "-importcert", "-noprompt", "-alias", "server", "-file", file(name + ".pem"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(name), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore load(String store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(store + ".p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void keytool(String store, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-Xshare:auto"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file(store + ".p12"), "-storepass", PASSWORD));
    if (command.contains("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
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
