package dev.portcullis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.sun.management.ThreadMXBean;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The memory that one login takes, over real sockets, with metrics and journal on. Counted in
 * bytes, so the machine's load does not matter; without the C2 compiler, which would save some of
 * it.
 */
@Timeout(120)
class AllocationBudgetTest {

  private static final long BUDGET = 48_000;
  private static final int LOGINS = 2_000;

  private static final String TOKENS =
      "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"
          .formatted("a".repeat(760), "i".repeat(600));
  private static final byte[] ANSWER =
      ascii(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + TOKENS.length()
              + "\r\n\r\n"
              + TOKENS);

  private static final String FORM =
      "username=alice%40example.com&password=correct+horse+battery+staple";
  private static final byte[] LOGIN =
      ascii(
          "POST /api/auth HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: 203.0.113.7\r\n"
              + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
              + FORM.length()
              + "\r\n\r\n"
              + FORM);

  @Test
  void a_login_allocates_no_more_than_its_budget() throws Exception {
    try (ServerSocket tenant = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answer(tenant));
      LogSetup.apply(
          LogSetup.Format.JSON, Level.INFO, Channels.newChannel(OutputStream.nullOutputStream()));
      try (Gateway.Running gateway = gateway(tenant.getLocalPort()).start();
          Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
        logIn(client, LOGINS);

        long before = allocated();
        logIn(client, LOGINS);
        long each = (allocated() - before) / LOGINS;

        System.err.println("Bytes allocated per login: " + each);
        assertThat(each).isBetween(1_000L, BUDGET);
      }
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  /** Allocates nothing itself. */
  private static void logIn(Socket socket, int times) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    for (int i = 0; i < times; i++) {
      out.write(LOGIN);
      int length = 0;
      do {
        int read = in.read(buffer, length, buffer.length - length);
        if (read < 0) {
          throw new IOException("closed after " + i + " logins");
        }
        length += read;
      } while (buffer[length - 1] != '}');
      if (buffer[9] != '2') {
        throw new IOException(new String(buffer, 0, length, StandardCharsets.UTF_8));
      }
    }
  }

  /** Answers every request of one connection; each arrives with its body's end. */
  private static void answer(ServerSocket tenant) {
    byte[] buffer = new byte[16 * 1024];
    byte[] end = ascii("staple");
    try (Socket socket = tenant.accept()) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      int length = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer, length, 1024)) {
        length += read;
        if (length >= 6 && Arrays.equals(buffer, length - 6, length, end, 0, 6)) {
          out.write(ANSWER);
          length = 0;
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static Gateway gateway(int tenantPort) {
    String settings =
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0", drain: 1s}
        client-ip:
          trusted-proxies: 127.0.0.0/8
          private-result: {allow: 203.0.113.0/24}
        auth0:
          domain: http://127.0.0.1:%d
          client-id: client
          client-secret: secret
          total-timeout: 500ms
          connect-timeout: 500ms
        """
            .formatted(tenantPort);
    return ProductionComponent.gateway(
        SettingsReader.read(new SettingsSource("settings", Path.of("."), settings, HashMap.empty()))
            .get());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
