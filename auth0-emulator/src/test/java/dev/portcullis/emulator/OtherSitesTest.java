package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages of other sites can do: a name that resolves to this machine, and scripts. */
class OtherSitesTest {

  private static final String BODY =
      Client.login(ALICE, ALICE_PASSWORD).entrySet().stream()
          .map(each -> each.getKey() + "=" + Client.encoded(each.getValue()))
          .reduce((one, other) -> one + "&" + other)
          .orElseThrow();

  private final Auth0Emulator emulator =
      Auth0Emulator.start(
          TestSettings.at(new TestClock())
              .withIssuer(URI.create("http://auth.example.com:0/"))
              .withAllowedHosts(List.of("emulator.example.com")));

  @AfterEach
  void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "127.0.0.1, 200",
    "[::1], 200",
    "emulator, 200",
    "auth.example.com, 200",
    "EMULATOR.example.com, 200",
    "evil.example.com, 403",
    "'', 403"
  })
  void the_emulators_own_calls_are_served_by_names_of_this_machine(String host, int status)
      throws IOException {
    for (String path : List.of("/emulator/state", "/emulator/mails", "/emulator")) {
      String answer = send("GET " + path + " HTTP/1.1", "Host: " + host);

      assertThat(answer).as(path).startsWith("HTTP/1.1 " + (host.isEmpty() ? "4" : status));
    }
  }

  @Test
  void a_page_of_another_site_cannot_change_the_tenant() throws IOException {
    List<String> answers =
        List.of(
            reset("Sec-Fetch-Site: cross-site"),
            reset("Sec-Fetch-Site: same-site"),
            reset("Sec-Fetch-Site: same-origin"),
            reset("X-Nothing: here"));

    assertThat(answers)
        .extracting(answer -> answer.substring(9, 12))
        .containsExactly("403", "403", "204", "204");
  }

  private String reset(String header) throws IOException {
    return send(
        "POST /emulator/reset HTTP/1.1",
        "Host: localhost",
        header,
        "Content-Type: application/json",
        "Content-Length: 2",
        "",
        "{}");
  }

  @Test
  void oauth_and_management_routes_are_served_by_every_name() throws IOException {
    String discovery =
        send("GET /.well-known/openid-configuration HTTP/1.1", "Host: evil.example.com");
    String management = send("GET /api/v2/clients HTTP/1.1", "Host: evil.example.com");

    assertThat(discovery).startsWith("HTTP/1.1 200");
    assertThat(management).startsWith("HTTP/1.1 401");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5173, true",
    "http://localhost:8080, true",
    "http://localhost:9999, false",
    "https://localhost:5173, false",
    "http://localhost:5173.evil.example.com, false"
  })
  void scripts_of_an_applications_origins_may_ask_for_tokens(String origin, boolean allowed)
      throws IOException {
    String preflight =
        send(
            "OPTIONS /oauth/token HTTP/1.1",
            "Host: localhost",
            "Origin: " + origin,
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: auth0-client,content-type");
    String tokens =
        send(
            "POST /oauth/token HTTP/1.1",
            "Host: localhost",
            "Origin: " + origin,
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: " + BODY.length(),
            "",
            BODY);

    String permission = "Access-Control-Allow-Origin: " + origin;
    assertThat(tokens).startsWith("HTTP/1.1 200").contains("Vary: Origin");
    assertThat(preflight.contains(permission)).isEqualTo(allowed);
    assertThat(tokens.contains(permission)).isEqualTo(allowed);
    assertThat(preflight.contains("Access-Control-Allow-Headers: auth0-client,content-type"))
        .isEqualTo(allowed);
  }

  @Test
  void a_preflight_request_does_not_use_up_a_prepared_reply() throws IOException {
    String prepared = "{\"status\":503,\"headers\":{\"Retry-After\":\"7\"}}";
    send(
        "POST /emulator/next-answers HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        "Content-Length: " + prepared.length(),
        "",
        prepared);
    send(
        "OPTIONS /oauth/token HTTP/1.1",
        "Host: localhost",
        "Origin: http://localhost:3000",
        "Access-Control-Request-Method: POST");

    String answer =
        send(
            "POST /oauth/token HTTP/1.1",
            "Host: localhost",
            "Origin: http://localhost:3000",
            "Content-Length: 0");

    assertThat(answer)
        .startsWith("HTTP/1.1 503")
        .contains("Access-Control-Allow-Origin: http://localhost:3000");
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, true",
    "https://web.example.com, true",
    "https://allowed.example.com, true",
    "https://other.example.com, false"
  })
  void scripts_of_an_applications_callbacks_and_origins_call_the_tenant(
      String origin, boolean allowed) throws IOException {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant
                        .build()
                        .application(DemoTenant.WEB_CLIENT_ID)
                        .orElseThrow()
                        .withUrls(
                            ApplicationUrls.NONE
                                .withCallbacks(List.of("https://app.example.com/callback"))
                                .withWebOrigins(List.of("https://web.example.com"))
                                .withAllowedOrigins(List.of("https://allowed.example.com")))));

    String answer =
        send(
            "POST /oauth/token HTTP/1.1",
            "Host: localhost",
            "Origin: " + origin,
            "Content-Length: 0");

    assertThat(answer.contains("Access-Control-Allow-Origin: " + origin)).isEqualTo(allowed);
  }

  @Test
  void the_management_api_is_closed_to_scripts() throws IOException {
    String answer =
        send(
            "OPTIONS /api/v2/clients HTTP/1.1",
            "Host: localhost",
            "Origin: http://localhost:3000",
            "Access-Control-Request-Method: GET");

    assertThat(answer).doesNotContain("Access-Control-Allow-Origin");
  }

  private String send(String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
      String body = "";
      int empty = List.of(lines).indexOf("");
      String head =
          empty < 0
              ? String.join("\r\n", lines)
              : String.join("\r\n", List.of(lines).subList(0, empty));
      if (empty >= 0) {
        body = lines[empty + 1];
      }
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(10_000);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
