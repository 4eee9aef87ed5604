package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an idle connection keeps of the requests that it has carried. */
final class IdleConnectionTest {

  private static final int KEY = 0x2a;

  /** A password that stands nowhere in this process but in the request. */
  private static final byte[] HIDDEN =
      hide("correct-horse-".concat("battery-" + System.nanoTime()));

  @TempDir private Path directory;

  @Test
  void an_idle_connection_keeps_nothing_of_its_last_request() throws IOException {
    try (TestGateway gateway = TestGateway.with(TestGateway.listener("users", TestGateway.xff()));
        Socket socket = gateway.connect("users")) {
      logIn(socket);

      assertThat(occurrencesInTheHeap()).isZero();
      logIn(socket);
    }
  }

  /** Sends a login and reads its whole answer; leaves no copy of the password behind. */
  private static void logIn(Socket socket) throws IOException {
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
    OutputStream out = socket.getOutputStream();
    out.write(request);
    out.flush();
    Arrays.fill(request, (byte) 0);
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("}")) {
      int read = in.read();
      assertThat(read).as("after: " + answer).isNotNegative();
      answer.append((char) read);
    }
    assertThat(answer).startsWith("HTTP/1.1 403");
  }

  private long occurrencesInTheHeap() throws IOException {
    Path dump = directory.resolve("live.hprof");
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
