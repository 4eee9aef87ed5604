package dev.portcullis.adapters.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Key stores of a server and of a client that the server trusts, made by the JDK's keytool.
 *
 * @param trusted what the server trusts
 */
record TestKeys(Path server, Path client, Path trusted) {

  static final String PASSWORD = "changeit";
  static final String CLIENT_NAME = "proxy.example.com";

  static TestKeys in(Path directory) {
    Path server = directory.resolve("server.p12");
    Path client = directory.resolve("client.p12");
    Path trusted = directory.resolve("trusted.p12");
    generate(server, "localhost");
    generate(client, CLIENT_NAME);
    Path certificate = directory.resolve("client.crt");
    keytool("-exportcert", "-alias", "own", "-keystore", client, "-file", certificate);
    keytool(
        "-importcert", "-noprompt", "-alias", "client", "-keystore", trusted, "-file", certificate);
    return new TestKeys(server, client, trusted);
  }

  private static void generate(Path store, String name) {
    keytool(
        "-genkeypair",
        "-alias",
        "own",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:" + name,
        "-keystore",
        store);
  }

  private static void keytool(Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The client's certificate in one line, as a proxy may send it in a header. */
  String clientCertificate() throws IOException, GeneralSecurityException {
    String text =
        Base64.getEncoder().encodeToString(load(client).getCertificate("own").getEncoded());
    return "-----BEGIN CERTIFICATE----- " + text + " -----END CERTIFICATE-----";
  }

  /** A connection of the client that shows its certificate. */
  Socket connect(int port) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(client), PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(server));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    Socket socket =
        context
            .getSocketFactory()
            .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The server's own certificate is an entry with its key, so it is added to be trusted. */
  private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    store.setCertificateEntry("trusted", store.getCertificate("own"));
    return store;
  }
}
