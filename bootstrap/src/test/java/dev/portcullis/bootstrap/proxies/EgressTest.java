package dev.portcullis.bootstrap.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The shipped program before a tenant that a real proxy leads to. */
@Timeout(120)
class EgressTest {

  private static final String PASSWORD = "canary-proxy-password-77";

  @TempDir private Path folder = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final int proxyPort = EmulatedTenant.freePort();

  /** Counts all connections to the tenant. */
  @SuppressWarnings("NullAway.Init")
  private Relay way;

  @BeforeEach
  void open() throws IOException {
    way = new Relay(tenant.baseUri().getPort());
  }

  @AfterEach
  void stop() throws IOException {
    way.close();
    tenant.close();
  }

  private RunningProxy proxy() throws Exception {
    String program = ProxyProgram.TINYPROXY.orSkip();
    Path file =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            """
            Port %d
            Listen 127.0.0.1
            Timeout 60
            MaxClients 50
            LogFile "%s"
            LogLevel Info
            BasicAuth gateway %s
            """
                .formatted(proxyPort, folder.resolve("tinyproxy.log"), PASSWORD));
    return RunningProxy.start(folder, proxyPort, program, "-d", "-c", file.toString());
  }

  private long connects() throws IOException {
    return Files.readString(folder.resolve("tinyproxy.log"))
        .lines()
        .filter(line -> line.contains("CONNECT 127.0.0.1:" + way.port() + " HTTP/1.1"))
        .count();
  }

  private Path file() throws IOException {
    Files.writeString(folder.resolve("proxy.password"), PASSWORD + "\n");
    return Files.writeString(
        folder.resolve("portcullis.yaml"),
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        client-ip:
          trusted-proxies: [127.0.0.0/8]
          private-result: {allow: [192.0.2.0/24, 203.0.113.0/24]}
        auth0:
          domain: http://127.0.0.1:%d
          client-id: %s
          client-secret: %s
          proxy: {url: "http://127.0.0.1:%d", user: gateway, password: "file:proxy.password"}
        management:
          client-id: %s
          client-secret: %s
          audience: %s/api/v2/
        doctor:
          log-wait: 1s
          canary: {username: %s, password: "%s", address: 192.0.2.10}
        """
            .formatted(
                way.port(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET,
                proxyPort,
                DemoTenant.MANAGEMENT_CLIENT_ID,
                DemoTenant.MANAGEMENT_CLIENT_SECRET,
                tenant.baseUri(),
                DemoTenant.ALICE,
                DemoTenant.ALICE_PASSWORD));
  }

  private int run(String... arguments) {
    CommandLine commands = PortcullisCommand.commandLine(Vector.empty());
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  @Test
  void the_start_logins_and_the_doctor_reach_the_tenant_through_the_proxy_alone() throws Exception {
    try (RunningProxy proxy = proxy()) {
      Settings settings = SettingsReader.read(file(), new HashMap<>()).get();
      Gateway gateway = ProductionComponent.gateway(settings);
      assertThat(gateway.client().get().proveEach()).isInstanceOf(ClientProof.Accepted.class);
      try (Gateway.Running running = gateway.start();
          GatewayClient client = new GatewayClient(running.port())) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.7").status())
              .isEqualTo(200);
        }
      }
      long ofTheGateway = connects();

      run("doctor", "--config", folder.resolve("portcullis.yaml").toString());

      assertThat(ofTheGateway).isEqualTo(1);
      assertThat(out.toString())
          .contains("Trust Token Endpoint IP Header")
          .doesNotContain(PASSWORD);
      assertThat(out.toString()).containsPattern("(?i)ok +.*tenant");
      assertThat(connects()).isGreaterThan(2).isEqualTo(way.sent().size());
      assertThat(tenant.tenant().logs()).anyMatch(it -> it.ip().equals("192.0.2.10"));
      assertThat(proxy.log() + err).doesNotContain(PASSWORD);
    }
  }

  @Test
  void a_proxy_that_is_gone_makes_the_tenant_unreachable_and_the_doctor_names_it()
      throws Exception {
    Path file = file();
    Settings settings = SettingsReader.read(file, new HashMap<>()).get();
    try (Gateway.Running running = ProductionComponent.gateway(settings).start();
        GatewayClient client = new GatewayClient(running.port())) {

      var answer = client.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.7");
      int code = run("doctor", "--config", file.toString());

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text("type")).endsWith("/unreachable");
      assertThat(code).isNotZero();
      assertThat(out.toString())
          .contains("the proxy 127.0.0.1:" + proxyPort + " refuses the connection")
          .doesNotContain(PASSWORD);
      assertThat(way.sent()).isEmpty();
    }
  }

  @Test
  void a_proxy_that_refuses_the_password_is_named_by_the_doctor() throws Exception {
    try (RunningProxy proxy = proxy()) {
      Path file = file();
      Files.writeString(folder.resolve("proxy.password"), "another-canary-42");

      int code = run("doctor", "--config", file.toString());

      assertThat(proxy.port()).isEqualTo(proxyPort);
      assertThat(code).isNotZero();
      assertThat(out.toString())
          .contains("refuses auth0.proxy.user and auth0.proxy.password (401)")
          .doesNotContain("another-canary-42");
      assertThat(way.sent()).isEmpty();
    }
  }

  @Test
  void check_config_names_a_file_of_tls_that_cannot_be_used() throws Exception {
    Path file = file();
    Files.writeString(
        file, Files.readString(file).replace("  proxy:", "  trust: nowhere.pem\n  proxy:"));

    int code = run("check-config", "--config", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("auth0.trust", "no such file: " + folder.resolve("nowhere.pem"));
  }
}
