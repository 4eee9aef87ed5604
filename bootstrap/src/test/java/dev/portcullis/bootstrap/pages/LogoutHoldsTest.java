package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped gateway with a state folder, restarted between a logout and the copied cookie. */
class LogoutHoldsTest {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  @TempDir private Path folder = Path.of(".");

  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();

  @AfterEach
  void stop() {
    http.close();
    tenant.close();
  }

  private Settings settings() {
    return EmulatedTenant.settings(tenant, "state-dir: '" + folder + "'");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
    for (String line : reply.headers().allValues("set-cookie")) {
      String pair = line.substring(0, line.indexOf(';'));
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return reply;
  }

  private HttpResponse<String> get(Gateway.Running gateway, String path) throws Exception {
    return send(HttpRequest.newBuilder(page(gateway, path)));
  }

  private void post(Gateway.Running gateway, String page, String path, String more)
      throws Exception {
    Matcher token = TOKEN.matcher(get(gateway, page).body());
    assertThat(token.find()).isTrue();
    send(
        HttpRequest.newBuilder(page(gateway, path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("csrf=" + token.group(1) + more)));
  }

  private static URI page(Gateway.Running gateway, String path) {
    return URI.create("http://127.0.0.1:" + gateway.port("pages") + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void a_copy_of_the_cookie_opens_nothing_after_logout_and_restart() throws Exception {
    String copy;
    int before;
    try (Gateway.Running gateway = ProductionComponent.gateway(settings()).start()) {
      post(
          gateway,
          "/login",
          "/login",
          "&username="
              + encode(DemoTenant.ALICE)
              + "&password="
              + encode(DemoTenant.ALICE_PASSWORD));
      copy = cookies.get("portcullis");
      before = get(gateway, "/auth/verify").statusCode();
      post(gateway, "/login/done", "/logout", "");
    }
    cookies.clear();
    cookies.put("portcullis", copy);

    int after;
    try (Gateway.Running gateway = ProductionComponent.gateway(settings()).start()) {
      after = get(gateway, "/auth/verify").statusCode();
    }

    assertThat(copy).isNotEmpty();
    assertThat(before).isEqualTo(200);
    assertThat(after).isEqualTo(401);
  }

  @Test
  void two_gateways_do_not_share_a_folder() {
    Gateway first = ProductionComponent.gateway(settings());

    assertThatThrownBy(() -> ProductionComponent.gateway(settings()))
        .hasMessageContaining("used by another gateway");
    first.start().close();
  }
}
