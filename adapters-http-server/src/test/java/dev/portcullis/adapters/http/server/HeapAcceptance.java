package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.tls.TestCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No password is left in an idle server's heap, whatever became of the request that it came with,
 * while the connections are still open.
 */
@Timeout(120)
abstract class HeapAcceptance {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  private final List<Wire> wires = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Process process;

  @SuppressWarnings("NullAway.Init")
  private BufferedReader out;

  private int port;
  private SocketFactory sockets = SocketFactory.getDefault();

  /** The class of the acceptance test, which a child process takes the engine from. */
  abstract String owner();

  private void start(String... certificateAndKey) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(EngineProcess.class.getName(), owner()));
    command.addAll(List.of(certificateAndKey));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.inputReader(UTF_8);
    port = Integer.parseInt(out.readLine());
  }

  @AfterEach
  final void stop() throws Exception {
    wires.forEach(Wire::close);
    process.outputWriter(UTF_8).close();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private Wire connect() {
    try {
      Wire wire = Wire.over(sockets.createSocket("127.0.0.1", port));
      wires.add(wire);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String post(String type, String framing) {
    return "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: "
        + type
        + "\r\n"
        + framing
        + "\r\n\r\n";
  }

  private static String json(String password) {
    return "{\"username\":\"ada@example.com\",\"password\":\"" + password + "\"}";
  }

  private static String length(String body) {
    return "Content-Length: " + body.length();
  }

  @Test
  void no_password_is_left_in_the_heap() throws IOException {
    start();

    expectNoPasswordInTheHeap();
  }

  @Test
  void no_password_is_left_in_the_heap_over_tls() throws Exception {
    TestCertificates certificates = TestCertificates.in(directory.resolve("tls"));
    TestCertificates.Issued issued = certificates.host("a.example.com");
    sockets = trusting(certificates.authority());
    start(issued.certificate().toString(), issued.key().toString());

    expectNoPasswordInTheHeap();
  }

  private static SocketFactory trusting(Path authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (InputStream in = Files.newInputStream(authority)) {
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private void expectNoPasswordInTheHeap() throws IOException {
    String canary = "correct-horse-" + System.nanoTime();
    String inJson = json(canary + "-json");
    String inForm = "username=ada%40example.com&password=" + canary + "-form";
    String inChunks = json(canary + "-chunked");
    String refused = canary + "-refused";
    String late = "{\"username\":\"ada@example.com\",\"password\":\"" + canary + "-late";
    String large = json(canary + "-large") + " ".repeat(40_000);
    String pipelined = json(canary + "-pipelined");

    List<Integer> statuses =
        List.of(
            status(post("application/json", length(inJson)) + inJson),
            status(post("application/x-www-form-urlencoded", length(inForm)) + inForm),
            status(
                post("application/json", "Transfer-Encoding: chunked")
                    + Integer.toHexString(inChunks.length())
                    + "\r\n"
                    + inChunks
                    + "\r\n0\r\n\r\n"),
            status(post("text/plain", length(refused)) + refused),
            status(post("application/json", length(late + "....")) + late),
            status(post("application/json", length(large)) + large),
            status((post("application/json", length(pipelined)) + pipelined).repeat(3)),
            status("P@ST /" + canary + "-broken HTTP/1.1\r\n\r\n"));
    wires.add(connect().send(post("application/json", length(late + "....")) + late).shut());
    String heap = heap();

    assertThat(statuses).containsExactly(403, 403, 403, 415, 408, 413, 403, 400);
    assertThat(heap).as("texts are found").contains("X-Content-Type-Options");
    assertThat(found(heap, canary)).isEmpty();
  }

  /** Sends, and keeps the connection. */
  private int status(String bytes) {
    return connect().send(bytes).answer().status();
  }

  private String heap() throws IOException {
    Path dump = directory.resolve("live.hprof");
    process.outputWriter(UTF_8).write(dump + "\n");
    process.outputWriter(UTF_8).flush();
    assertThat(out.readLine()).isEqualTo("dumped");
    return Files.readString(dump, ISO_8859_1);
  }

  /** Each place with what stands around it. */
  private static List<String> found(String heap, String canary) {
    List<String> found = new ArrayList<>();
    for (String text :
        List.of(
            canary,
            new String(canary.getBytes(UTF_16BE), ISO_8859_1),
            new String(canary.getBytes(UTF_16LE), ISO_8859_1))) {
      for (int at = heap.indexOf(text); at >= 0; at = heap.indexOf(text, at + 1)) {
        found.add(heap.substring(Math.max(0, at - 60), Math.min(heap.length(), at + 60)));
      }
    }
    return found;
  }
}
