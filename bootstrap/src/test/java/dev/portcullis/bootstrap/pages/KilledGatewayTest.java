package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The shipped gateway, killed between a renewal and the request that shows its cookie. */
@Timeout(120)
@Isolated
class KilledGatewayTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  @TempDir private Path folder = Path.of(".");

  private final int port = EmulatedTenant.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<Process> processes = new ArrayList<>();
  private final Auth0Emulator tenant = tenant();

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    http.close();
    tenant.close();
  }

  /** Access tokens of five minutes, and refresh tokens that rotate without leeway. */
  private static Auth0Emulator tenant() {
    TenantDefinition demo = TenantDefinition.demo();
    Application client = demo.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow();
    return Auth0Emulator.start(
        EmulatorSettings.defaults()
            .withTenant(
                demo.toBuilder()
                    .application(client.withRefreshTokens(RefreshTokenPolicy.rotated()))
                    .api(
                        Api.of(DemoTenant.API_AUDIENCE)
                            .withOfflineAccess(true)
                            .withTokenLifetime(300))
                    .build()));
  }

  /** Starts a gateway that renews with every request; returns when it listens. */
  private Process start() throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("portcullis.yaml"),
            """
            listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:0"}
            client-ip:
              source: peer
              direct-access: allow
              private-result: {allow: 127.0.0.0/8}
            auth0: {domain: "%s", client-id: %s, client-secret: %s, audience: "%s"}
            pages: {enabled: true, origin: "http://127.0.0.1:%d"}
            session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, state-dir: "%s"}
            forward-auth: {enabled: true, renew-before: 10m}
            """
                .formatted(
                    port,
                    tenant.baseUri(),
                    DemoTenant.GATEWAY_CLIENT_ID,
                    DemoTenant.GATEWAY_CLIENT_SECRET,
                    DemoTenant.API_AUDIENCE,
                    port,
                    folder));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--config",
                settings.toString())
            .start();
    processes.add(process);
    StringBuilder seen = new StringBuilder();
    BufferedReader log = process.errorReader(UTF_8);
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains("users\":\"127.0.0.1:" + port)) {
        return process;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("did not start:\n" + seen);
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return cookies.isEmpty()
        ? request
        : request.header(
            "Cookie",
            cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private void keepCookies(HttpResponse<String> reply) {
    for (String line : reply.headers().allValues("set-cookie")) {
      String pair = line.substring(0, line.indexOf(';'));
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
  }

  private void logIn() throws Exception {
    HttpResponse<String> page = send(to("/login"));
    keepCookies(page);
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).as(page.body()).isTrue();
    String form =
        "csrf=%s&username=%s&password=%s"
            .formatted(
                token.group(1),
                URLEncoder.encode(DemoTenant.ALICE, UTF_8),
                URLEncoder.encode(DemoTenant.ALICE_PASSWORD, UTF_8));
    keepCookies(
        send(
            to("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("renewed-sessions"))) {
      return files.filter(file -> !file.toString().endsWith(".new")).toList();
    }
  }

  @Test
  void a_renewal_is_not_lost_and_its_refresh_token_is_used_once() throws Exception {
    Process killed = start();
    logIn();
    // Its answer, with or without the new cookie, does not reach the browser.
    HttpResponse<String> unread = send(to("/auth/verify"));
    while (kept().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    killed.destroyForcibly().waitFor();
    start();

    HttpResponse<String> after = send(to("/auth/verify"));

    assertThat(unread.statusCode()).isEqualTo(200);
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.headers().firstValue("set-cookie").orElse("")).startsWith("portcullis=");
    assertThat(tenant.tenant().received())
        .filteredOn(request -> request.grantType().equals(Optional.of("refresh_token")))
        .hasSize(1);
  }
}
