package dev.portcullis.bootstrap.traces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The program as operators run it: without the setting, nothing of OpenTelemetry is there. */
@Timeout(120)
@Isolated
class TracesOffTest {

  private static final Pattern READY = Pattern.compile("users\":\"127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path folder = Path.of(".");

  /** Platforms set the variable for every program; one that is not meant to send does not. */
  @Test
  void no_class_of_opentelemetry_is_loaded_even_if_its_variables_are_set() throws Exception {
    assertThat(loaded("")).isEmpty();
  }

  @Test
  void with_the_setting_they_are() throws Exception {
    assertThat(loaded("traces: {endpoint: \"http://127.0.0.1:9\", ratio: 1}")).isNotEmpty();
  }

  /** The classes of OpenTelemetry that a gateway has loaded after a login. */
  private List<String> loaded(String traces) throws Exception {
    Path classes = folder.resolve("classes.log");
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      Path settings =
          Files.writeString(
              folder.resolve("portcullis.yaml"),
              """
              listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
              client-ip:
                trusted-proxies: 127.0.0.0/8
                private-result: {allow: 203.0.113.0/24}
              auth0:
                domain: %s
                client-id: %s
                client-secret: %s
              %s
              """
                  .formatted(
                      tenant.baseUri(),
                      DemoTenant.GATEWAY_CLIENT_ID,
                      DemoTenant.GATEWAY_CLIENT_SECRET,
                      traces));
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xlog:class+load:file=" + classes,
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "serve",
              "--config",
              settings.toString());
      builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
      builder.environment().put("OTEL_TRACES_EXPORTER", "otlp");
      Process gateway = builder.start();
      CompletableFuture.delayedExecutor(90, TimeUnit.SECONDS).execute(gateway::destroyForcibly);
      try (GatewayClient client = new GatewayClient(port(gateway.errorReader(UTF_8)))) {
        assertThat(
                client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7").status())
            .isEqualTo(200);
      } finally {
        gateway.toHandle().destroy();
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    List<String> lines = Files.readAllLines(classes);
    assertThat(lines).anyMatch(it -> it.contains(" dev.portcullis.adapters.http.HttpApi "));
    return lines.stream().filter(it -> it.contains(" io.opentelemetry.")).toList();
  }

  private static int port(BufferedReader log) throws Exception {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new AssertionError("the gateway is not ready");
  }
}
