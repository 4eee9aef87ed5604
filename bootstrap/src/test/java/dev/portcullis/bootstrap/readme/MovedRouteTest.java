package dev.portcullis.bootstrap.readme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Node runs the code of docs/how-to/move-from-*.md, in front of a real gateway. */
@Timeout(60)
class MovedRouteTest {

  private static final Pattern ROUTE = Pattern.compile("(?ms)^```js\n(.*?)^```");

  /** The few things of Express that a route uses. */
  private static final String APP =
      """
      let route;
      const app = { post: (path, handler) => (route = handler) };
      ROUTE
      require("node:http")
        .createServer((req, res) => {
          let text = "";
          req.on("data", (part) => (text += part));
          req.on("end", () => {
            req.body = JSON.parse(text);
            req.get = (name) => req.headers[name.toLowerCase()];
            res.set = (name, value) => res.setHeader(name, value);
            res.status = (status) => Object.assign(res, { statusCode: status });
            res.send = (body) => res.end(body);
            route(req, res, (error) => res.status(500).end(error.stack));
          });
        })
        .listen(0, "127.0.0.1", function () {
          console.log(this.address().port);
        });
      """;

  /** A server that logs users in with the function of a page. */
  private static final String SERVER =
      """
      FUNCTION
      require("node:http")
        .createServer((req, res) => {
          let text = "";
          req.on("data", (part) => (text += part));
          req.on("end", async () => {
            const { username, password } = JSON.parse(text);
            try {
              const tokens = await logIn(username, password, req);
              res.end(JSON.stringify(tokens));
            } catch ({ message, statusCode, error, type }) {
              res.statusCode = statusCode ?? 500;
              res.end(JSON.stringify({ message, error, type }));
            }
          });
        })
        .listen(0, "127.0.0.1", function () {
          console.log(this.address().port);
        });
      """;

  @TempDir private Path folder = Path.of(".");

  private static String page(String name) throws IOException {
    return Files.readString(Path.of("..", "docs", "how-to", name));
  }

  private static Process node(Path program) throws IOException {
    try {
      return new ProcessBuilder("node", program.toString())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException missing) {
      return Assumptions.abort("no node: " + missing.getMessage());
    }
  }

  @Test
  void the_route_of_the_page_hands_on_the_users_address_and_every_answer() throws Exception {
    Matcher route = ROUTE.matcher(page("move-from-express.md"));
    assertThat(route.find()).isTrue();
    try (Auth0Emulator tenant = EmulatedTenant.start();
        Gateway.Running gateway =
            ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start()) {
      String moved = route.group(1).replace("127.0.0.1:8080", "127.0.0.1:" + gateway.port("users"));
      Process node = node(Files.writeString(folder.resolve("app.js"), APP.replace("ROUTE", moved)));
      try (GatewayClient client =
          new GatewayClient(Integer.parseInt(node.inputReader(UTF_8).readLine()))) {

        Answer granted = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "192.0.2.77");
        Answer refused = client.logIn(DemoTenant.ALICE, "wrong", "198.51.100.66, 192.0.2.78");
        Answer unknown = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "unknown");

        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.text("access_token")).startsWith("eyJ");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("type")).endsWith("/address-unknown");
        assertThat(tenant.tenant().received())
            .filteredOn(request -> request.username().isPresent())
            .extracting(request -> String.join(",", request.forwardedFor()))
            .containsExactly("192.0.2.77", "192.0.2.78");
      } finally {
        node.destroyForcibly();
      }
    }
  }

  @Test
  void the_function_in_place_of_node_auth0_states_the_users_address_and_keeps_its_errors()
      throws Exception {
    String function =
        ROUTE.matcher(page("move-from-node-auth0.md")).results().toList().get(1).group(1);
    try (Auth0Emulator tenant = EmulatedTenant.start();
        Gateway.Running gateway =
            ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start()) {
      String moved = function.replace("127.0.0.1:8080", "127.0.0.1:" + gateway.port("users"));
      Process node =
          node(Files.writeString(folder.resolve("app.js"), SERVER.replace("FUNCTION", moved)));
      try (GatewayClient client =
          new GatewayClient(Integer.parseInt(node.inputReader(UTF_8).readLine()))) {

        Answer granted = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "192.0.2.77");
        Answer refused = client.logIn(DemoTenant.ALICE, "wrong", "198.51.100.66, 192.0.2.78");
        Answer leaked = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "192.0.2.79");

        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.text("access_token")).startsWith("eyJ");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(leaked.text("type")).endsWith("/password-leaked");
        assertThat(tenant.tenant().received())
            .filteredOn(request -> request.username().isPresent())
            .extracting(request -> String.join(",", request.forwardedFor()))
            .containsExactly("192.0.2.77", "192.0.2.78", "192.0.2.79");
      } finally {
        node.destroyForcibly();
      }
    }
  }

  @Test
  void the_settings_of_a_laptop_take_its_own_browser_for_the_user() throws Exception {
    Matcher settings =
        Pattern.compile("(?ms)^```yaml\n(client-ip:.*?)^```").matcher(page("move-from-express.md"));
    assertThat(settings.find()).isTrue();
    try (Auth0Emulator tenant = EmulatedTenant.start();
        Gateway.Running gateway =
            ProductionComponent.gateway(laptop(tenant, settings.group(1))).start();
        GatewayClient client = new GatewayClient(gateway.port("users"))) {

      Answer granted = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "192.0.2.77");

      assertThat(granted.status()).isEqualTo(200);
      assertThat(tenant.tenant().received())
          .extracting(request -> String.join(",", request.forwardedFor()))
          .containsExactly("127.0.0.1");
    }
  }

  private static Settings laptop(Auth0Emulator tenant, String clientIp) {
    String yaml =
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        auth0: {domain: "%s", client-id: %s, client-secret: %s}
        %s\
        """
            .formatted(
                tenant.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET,
                clientIp);
    return SettingsReader.read(new SettingsSource("laptop", Path.of("."), yaml, HashMap.empty()))
        .toEither()
        .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n")));
  }
}
