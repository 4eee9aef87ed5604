package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as programs see it; what people see of it is in {@link PageStoriesTest}. */
@Timeout(30)
class PageTest {

  private static final String HERE = "203.0.113.7";
  private static final String SCRIPT = "<script>alert(1)</script>";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/emulator",
        "/emulator/ui/log",
        "/emulator/ui/requests",
        "/emulator/ui/mail",
        "/emulator/ui/applications",
        "/emulator/ui/protection",
        "/emulator/ui/clock"
      })
  void a_view_runs_only_the_pages_own_script_and_shows_no_secret(String path) {
    client.token(login(ALICE, ALICE_PASSWORD), "auth0-forwarded-for", HERE);
    client.token(login(ALICE, "a wrong password"), "auth0-forwarded-for", HERE);

    Answer view = client.get(path);

    assertThat(view.status()).isEqualTo(200);
    assertThat(view.header("Content-Security-Policy").getFirst())
        .startsWith("default-src 'none';")
        .contains("script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(view.header("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(view.header("Cache-Control")).containsExactly("no-store");
    assertThat(view.body())
        .doesNotContain("<style", "style=", " onclick", "javascript:")
        .doesNotContain(GATEWAY_CLIENT_SECRET, MANAGEMENT_CLIENT_SECRET)
        .doesNotContain(ALICE_PASSWORD, "a wrong password");
  }

  @Test
  void input_of_unknown_clients_is_escaped() {
    client.token(login(SCRIPT, "wrong"), "auth0-forwarded-for", SCRIPT);

    client.form(
        "/dbconnections/signup",
        Map.of(
            "client_id",
            GATEWAY_CLIENT_ID,
            "connection",
            CONNECTION,
            "email",
            SCRIPT + "@example.com",
            "password",
            "a sound password"));

    String everyone = client.get("/emulator").body();
    String users = client.get("/emulator?find=" + Client.encoded("\">" + SCRIPT)).body();
    String log = client.get("/emulator/ui/log?q=" + Client.encoded(SCRIPT + ":x")).body();
    String events = client.get("/emulator/ui/log").body();
    String requests = client.get("/emulator/ui/requests").body();

    assertThat(everyone)
        .doesNotContain(SCRIPT)
        .contains("data-user=\"&lt;script&gt;", "<h2>&lt;script&gt;");
    assertThat(users).doesNotContain(SCRIPT).contains("value=\"&quot;&gt;&lt;script&gt;");
    assertThat(log).doesNotContain(SCRIPT).contains("&lt;script&gt;");
    assertThat(events).doesNotContain(SCRIPT).contains("&lt;script&gt;");
    assertThat(requests).doesNotContain(SCRIPT).contains("&lt;script&gt;");
  }

  @ParameterizedTest
  @CsvSource({
    "sec-fetch-site, cross-site",
    "sec-fetch-site, same-site",
    "sec-fetch-site, none",
    "origin, http://attacker.example",
    "origin, null",
    "x-nothing, at all",
  })
  void a_form_of_another_site_changes_nothing(String header, String value) {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    Answer answer = client.form("/emulator/ui/reset", Map.of(), header, value);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(emulator.tenant().logs()).hasSize(1);
  }

  @Test
  void a_form_of_the_page_is_carried_out_and_leads_back() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    Answer answer =
        client.form("/emulator/ui/reset", Map.of(), "origin", emulator.baseUri().toString());

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).containsExactly("/emulator/ui/clock");
    assertThat(answer.header("Set-Cookie").getFirst()).contains("HttpOnly; SameSite=Strict");
    assertThat(emulator.tenant().logs()).isEmpty();
  }

  @Test
  void the_clock_tab_lists_what_is_prepared_or_says_that_nothing_is() {
    String none = client.get("/emulator/ui/clock").body();
    client.post("/emulator/next-answers", "application/json", "{\"status\":503}");

    String one = client.get("/emulator/ui/clock").body();

    assertThat(none).contains("None. Every request gets").doesNotContain("503 for <code>");
    assertThat(one).contains("503 for <code>/oauth/token").doesNotContain("None. Every request");
  }

  @Test
  void the_result_of_an_action_is_shown_once() {
    String said =
        client
            .form("/emulator/ui/move-clock", Map.of("by", "day"), "sec-fetch-site", "same-origin")
            .header("Set-Cookie")
            .getFirst();

    Answer view = client.get("/emulator/ui/clock", "cookie", "other=1; " + said.split(";", 2)[0]);

    assertThat(view.body()).contains("It is now 2026-03-02 10:00:00 UTC.");
    assertThat(view.header("Set-Cookie").getFirst()).contains("Max-Age=0");
    assertThat(client.get("/emulator/ui/clock").body()).doesNotContain("It is now");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:80, 200",
    "localhost:80, 200",
    "tenant.localhost, 200",
    "[::1]:80, 200",
    "rebound.example:80, 403",
    "localhost.example, 403",
    "127.0.0.1.example, 403",
  })
  void a_site_whose_name_points_here_reads_nothing(String host, int status) throws IOException {
    assertThat(statusWithHost("/emulator", host)).isEqualTo(status);
    assertThat(statusWithHost("/emulator/ui/style.css", host)).isEqualTo(status);
  }

  @Test
  void the_page_itself_is_not_among_the_requests_received() {
    client.get("/emulator");
    client.get("/emulator/ui/log");
    client.get("/emulator/clock");

    assertThat(emulator.tenant().received())
        .extracting(request -> request.path())
        .containsExactly("/emulator/clock");
  }

  @Test
  void a_mistake_in_a_form_is_reported_and_changes_nothing() {
    String said =
        client
            .form(
                "/emulator/ui/brute-force-protection",
                Map.of(
                    "mode", "count_per_identifier",
                    "max_attempts", "3",
                    "allowlist", "203.0.113.7, 203.0.113.0/99"),
                "sec-fetch-site",
                "same-origin")
            .header("Set-Cookie")
            .getFirst();

    Answer view = client.get("/emulator/ui/protection", "cookie", said.split(";", 2)[0]);

    assertThat(view.body())
        .contains("role=\"alert\"")
        .contains("allowlist[1]: 203.0.113.0/99 (expected: an IPv4 or IPv6 address or CIDR block)")
        .contains(
            "name=\"max_attempts\" type=\"number\" min=\"1\" max=\"100\" required value=\"10\"");
    assertThat(emulator.tenant().logs()).isEmpty();
  }

  @Test
  void what_is_changed_on_the_page_is_logged_like_a_change_in_the_dashboard() {
    client.form(
        "/emulator/ui/block-user",
        Map.of("user_id", "auth0|000000000000000000000001"),
        "sec-fetch-site",
        "same-origin");

    assertThat(emulator.tenant().logs())
        .extracting(LogEvent::description)
        .containsExactly("Update a User");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).verdict()).isEqualTo("401 unauthorized");
  }

  /** The JDK's client sets Host itself. */
  private int statusWithHost(String path, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      return Integer.parseInt(String.valueOf(answer.readLine()).substring(9, 12));
    }
  }
}
