package dev.portcullis.bootstrap.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway with forward auth and a small application, which a proxy joins. The tenant's access
 * tokens are short-lived and 2.4 kB long; its refresh tokens rotate without leeway. A user who does
 * nothing is logged out after {@code session.idle}, a minute. The user is at 127.0.0.7, so that the
 * proxy at 127.0.0.1 is another host.
 */
final class ForwardAuthSite implements AutoCloseable {

  /** The user's address. */
  static final String USER = "127.0.0.7";

  /** Generated once: that takes most of the time of a start. */
  private static final TokenKeys KEYS = new TokenKeys(new SecureRandom());

  /** Enough of them for an access token of 2.4 kB. */
  private static final List<String> SCOPES = scopes();

  final Auth0Emulator tenant;

  private final Gateway.Running gateway;
  private final HttpServer application = application();

  /**
   * Starts it.
   *
   * @param origin where browsers reach pages and application
   * @param tokenSeconds how long an access token is valid
   * @param forwardAuth settings of forward auth, in YAML
   */
  ForwardAuthSite(String origin, int tokenSeconds, String forwardAuth) {
    TenantDefinition demo = TenantDefinition.demo();
    Application client = demo.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow();
    this.tenant =
        Auth0Emulator.start(
            EmulatorSettings.defaults()
                .withKeys(KEYS)
                .withTenant(
                    demo.toBuilder()
                        .application(client.withRefreshTokens(RefreshTokenPolicy.rotated()))
                        .api(
                            Api.of(DemoTenant.API_AUDIENCE)
                                .withScopes(SCOPES)
                                .withOfflineAccess(true)
                                .withTokenLifetime(tokenSeconds))
                        .build()));
    this.gateway = gateway(origin, forwardAuth);
  }

  private static List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    for (int i = 10; i < 82; i++) {
      scopes.add("read:resource-%d".formatted(i));
    }
    return scopes;
  }

  private Gateway.Running gateway(String origin, String forwardAuth) {
    String yaml =
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        client-ip: {trusted-proxies: 127.0.0.1/32, private-result: {allow: %s/32}, trace: off}
        auth0: {domain: "%s", client-id: %s, client-secret: %s, audience: "%s"}
        pages: {enabled: true, origin: "%s", scope: openid profile email offline_access %s}
        session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, revoked: memory, idle: 1m}
        forward-auth: {enabled: true, %s}
        """
            .formatted(
                USER,
                tenant.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET,
                DemoTenant.API_AUDIENCE,
                origin,
                String.join(" ", SCOPES),
                forwardAuth);
    return ProductionComponent.gateway(
            SettingsReader.read(new SettingsSource("test", Path.of("."), yaml, HashMap.empty()))
                .toEither()
                .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n"))))
        .start();
  }

  /** Echoes the request, and sets a cookie of its own. */
  private static HttpServer application() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", ForwardAuthSite::echo);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void echo(HttpExchange exchange) throws IOException {
    StringBuilder seen = new StringBuilder();
    seen.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    for (String name :
        new String[] {
          "Authorization", "X-Auth-User", "X-Auth-Email", "X-Auth-Email-Verified", "X-Auth-Name"
        }) {
      List<String> values = exchange.getRequestHeaders().get(name);
      seen.append('\n').append(name).append('=');
      seen.append(values == null ? "" : String.join(" and ", values));
    }
    seen.append('\n');
    seen.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] body = seen.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Set-Cookie", "app=1; Path=/");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** The gateway's public listener. */
  int port() {
    return gateway.port("users");
  }

  /** The gateway's admin listener. */
  int adminPort() {
    return gateway.operatorsPort();
  }

  /** Where the application listens. */
  int applicationPort() {
    return application.getAddress().getPort();
  }

  /** How often a token was requested. */
  long tokenRequests() {
    return tenant.tenant().received().stream()
        .filter(request -> request.path().equals("/oauth/token"))
        .count();
  }

  void stopGateway() {
    gateway.close();
  }

  @Override
  public void close() {
    gateway.close();
    application.stop(0);
    tenant.close();
  }
}
