package dev.portcullis.bootstrap.proxies;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy, with {@code option forwardfor} and with {@code send-proxy-v2}, and its checks. */
class HaproxyTest {

  private static final String FORWARDED = "haproxy.cfg";
  private static final String PROXY_PROTOCOL = "haproxy-proxy-protocol.cfg";

  private static RunningProxy haproxy(
      Path folder, String example, int users, int admin, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    return ProxyExamples.haproxy(
        folder,
        example,
        users,
        admin,
        config ->
            change
                .apply(config)
                .replace("timeout http-request 10s", "timeout http-request " + STALL)
                .replace("timeout client 30s", "timeout client " + STALL));
  }

  private static final String STALL = ReverseProxyContract.STALL;

  private static ProxiedGateway behindProxyProtocol() {
    return new ProxiedGateway(
        "aws-nlb", "PORTCULLIS_CLIENT_IP_PROXY_PROTOCOL_TRUSTED_FROM", Map.of());
  }

  @Nested
  class WithForwardedFor extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.HAPROXY;
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return haproxy(folder, FORWARDED, users, admin, config -> config);
    }
  }

  @Nested
  class WithSendProxyV2 extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.HAPROXY;
    }

    @Override
    ProxiedGateway gateway() {
      return behindProxyProtocol();
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return haproxy(folder, PROXY_PROTOCOL, users, admin, config -> config);
    }

    @Override
    boolean keepsConnections() {
      return false;
    }
  }

  /** What the check of the backend's one server finds. */
  @Nested
  class Checks {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ProxiedGateway gateway;

    @BeforeEach
    void program() {
      ProxyProgram.HAPROXY.orSkip();
    }

    @AfterEach
    void stop() {
      if (gateway != null) {
        gateway.close();
      }
    }

    private void start(String example) {
      gateway =
          example.equals(PROXY_PROTOCOL)
              ? behindProxyProtocol()
              : new ProxiedGateway("haproxy", "PORTCULLIS_CLIENT_IP_TRUSTED_PROXIES", Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDED, PROXY_PROTOCOL})
    void the_check_of_the_example_follows_readiness(String example) throws Exception {
      start(example);

      try (RunningProxy proxy =
          haproxy(folder, example, gateway.port(), gateway.adminPort(), Checks::often)) {
        awaitServer("UP", "L7OK", "200");
        gateway.ready(false);
        awaitServer("DOWN", "L7STS", "503");
        gateway.ready(true);
        awaitServer("UP", "L7OK", "200");
        assertThat(new ProxyUser(proxy.port()).logIn().statusCode()).isEqualTo(200);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDED, PROXY_PROTOCOL})
    void the_default_check_sees_that_the_public_listener_answers(String example) throws Exception {
      start(example);

      try (RunningProxy proxy =
          haproxy(
              folder,
              example,
              gateway.port(),
              gateway.adminPort(),
              config -> config.replace(" GET /health/ready", "").replace(" port 9090", ""))) {
        awaitServer("UP", "L7OK", "204");
        assertThat(new ProxyUser(proxy.port()).logIn().statusCode()).isEqualTo(200);
      }
    }

    @Test
    void a_check_that_only_connects_finds_the_server_up() throws Exception {
      start(FORWARDED);

      try (RunningProxy proxy =
          haproxy(
              folder,
              FORWARDED,
              gateway.port(),
              gateway.adminPort(),
              config ->
                  often(config)
                      .replace("option httpchk GET /health/ready", "")
                      .replace(" port 9090", ""))) {
        awaitServer("UP", "L4OK", "");
        assertThat(new ProxyUser(proxy.port()).logIn().statusCode()).isEqualTo(200);
      }
    }

    private static String often(String config) {
      return config.replace("inter 2s", "inter 500ms");
    }

    private void awaitServer(String status, String check, String code) throws Exception {
      String seen = "";
      for (int i = 0; i < 400; i++) {
        try {
          seen = server();
        } catch (SocketException e) {
          // haproxy opens its ports before this socket.
          seen = e.toString();
        }
        if (seen.equals(status + "," + check + "," + code)) {
          return;
        }
        Thread.sleep(50);
      }
      assertThat(seen).isEqualTo(status + "," + check + "," + code);
    }

    /** The server's status, what its last check found and the status code. */
    private String server() throws IOException {
      try (SocketChannel admin = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        admin.connect(UnixDomainSocketAddress.of(folder.resolve("admin.sock")));
        admin.write(ByteBuffer.wrap("show stat\n".getBytes(US_ASCII)));
        ByteBuffer reply = ByteBuffer.allocate(65_536);
        while (admin.read(reply) >= 0) {
          // To the end.
        }
        return new String(reply.array(), 0, reply.position(), US_ASCII)
            .lines()
            .filter(line -> line.startsWith("portcullis,p1,"))
            .map(line -> line.split(",", -1))
            .map(fields -> fields[17] + "," + fields[36].replace("* ", "") + "," + fields[37])
            .findFirst()
            .orElse("");
      }
    }
  }
}
