package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.tls.TestCertificates;
import dev.portcullis.adapters.http.server.tls.TestCertificates.Issued;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.NotAsked;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an idle connection keeps of the requests that it has carried. */
final class IdleConnectionTest {

  private static final int KEY = 0x2a;

  /** A password that stands nowhere in this process but in the request. */
  private static final byte[] HIDDEN =
      hide("correct-horse-".concat("battery-" + System.nanoTime()));

  @TempDir private Path directory;

  @Test
  void an_idle_connection_keeps_nothing_of_its_last_request() throws Exception {
    try (TestGateway gateway = TestGateway.with(TestGateway.listener("users", TestGateway.xff()));
        Socket socket = gateway.connect("users")) {
      logIn(socket);

      assertThat(occurrencesInTheHeap()).isZero();
      logIn(socket);
    }
  }

  /** The client is another process: the JDK's would keep the password in this heap. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void an_idle_connection_keeps_nothing_of_it_over_tls(String version) throws Exception {
    Issued host = TestCertificates.in(directory).host("localhost");
    TlsSettings tls = new TlsSettings(Vector.of(host.identity()), new NotAsked());
    AddressSettings addresses =
        new AddressSettings(TestGateway.xff(), "v1", TraceMode.OFF, Option.none());
    byte[] request = request();
    Files.write(directory.resolve("request"), Base64.getEncoder().encode(request));
    Arrays.fill(request, (byte) 0);
    try (TestGateway gateway =
        TestGateway.with(
            new UserListener(
                "users", new Listener(new Tcp("127.0.0.1", 0), Option.of(tls)), addresses))) {
      Process client =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "(base64 -d request; cat) | openssl s_client -quiet -no_ign_eof "
                      + version
                      + " -connect 127.0.0.1:"
                      + gateway.server().port())
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        readAnswer(client.getInputStream());

        assertThat(occurrencesInTheHeap()).isZero();
        client.getOutputStream().write(request());
        client.getOutputStream().flush();
        readAnswer(client.getInputStream());
      } finally {
        client.getOutputStream().close();
        client.destroy();
      }
    }
  }

  /** Sends a login and reads its whole answer; leaves no copy of the password behind. */
  private static void logIn(Socket socket) throws IOException {
    byte[] request = request();
    OutputStream out = socket.getOutputStream();
    out.write(request);
    out.flush();
    Arrays.fill(request, (byte) 0);
    readAnswer(socket.getInputStream());
  }

  private static byte[] request() {
    byte[] head =
        ("POST /api/auth?q=* HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n"
                + "Cookie: session=*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Authorization: *\r\nContent-Length: "
                + ("username=ada&password=".length() + HIDDEN.length)
                + "\r\n\r\nusername=ada&password=*")
            .getBytes(ISO_8859_1);
    byte[] request = new byte[head.length + 4 * (HIDDEN.length - 1)];
    int length = 0;
    for (byte b : head) {
      if (b == '*') {
        for (byte hidden : HIDDEN) {
          request[length++] = (byte) (hidden ^ KEY);
        }
      } else {
        request[length++] = b;
      }
    }
    return request;
  }

  private static void readAnswer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("}")) {
      int read = in.read();
      assertThat(read).as("after: " + answer).isNotNegative();
      answer.append((char) read);
    }
    assertThat(answer).startsWith("HTTP/1.1 403");
  }

  /** The thread of a request ends a moment after its answer has arrived. */
  private long occurrencesInTheHeap() throws IOException, InterruptedException {
    long found = occurrencesNow(0);
    for (int again = 1; found > 0 && again < 20; again++) {
      TimeUnit.MILLISECONDS.sleep(50);
      found = occurrencesNow(again);
    }
    return found;
  }

  private long occurrencesNow(int number) throws IOException {
    Path dump = directory.resolve("live-" + number + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    byte[] heap = Files.readAllBytes(dump);
    assertThat(count(heap, hide("X-Forwarded-".concat("For")))).as("texts are found").isPositive();
    return count(heap, HIDDEN);
  }

  private static long count(byte[] heap, byte[] hidden) {
    long found = 0;
    for (int i = 0; i + hidden.length <= heap.length; i++) {
      int same = 0;
      while (same < hidden.length && heap[i + same] == (byte) (hidden[same] ^ KEY)) {
        same++;
      }
      found += same == hidden.length ? 1 : 0;
    }
    return found;
  }

  private static byte[] hide(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= KEY;
    }
    return bytes;
  }
}
