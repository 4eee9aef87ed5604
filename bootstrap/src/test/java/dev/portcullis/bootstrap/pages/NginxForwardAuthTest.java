package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.bootstrap.proxies.RunningProxy;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The nginx of examples/forward-auth, a real one, before a small application: nothing of the
 * example is changed but ports, and the address of the user, who sits on this machine.
 */
class NginxForwardAuthTest {

  private static final Path EXAMPLE = Path.of("..", "examples", "forward-auth", "nginx.conf");
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final int port = EmulatedTenant.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final HttpServer app = application();

  @SuppressWarnings("NullAway.Init")
  private PagesFixture pages;

  @SuppressWarnings("NullAway.Init")
  private RunningProxy nginx;

  private void start(Duration renewBefore) throws Exception {
    String program = ProxyProgram.NGINX.orSkip();
    pages = new PagesFixture("http://127.0.0.1:" + port, renewBefore);
    String server =
        Files.readString(EXAMPLE)
            .replace("listen 8443;", "listen 127.0.0.1:" + port + ";")
            .replace("127.0.0.1:9000", "127.0.0.1:" + app.getAddress().getPort())
            .replace("127.0.0.1:8080", "127.0.0.1:" + pages.port())
            .replace("$proxy_add_x_forwarded_for", "203.0.113.7");
    String conf =
        "daemon off; master_process off; pid nginx.pid; error_log stderr error;"
            + " events {} http { access_log off; client_body_temp_path body; proxy_temp_path proxy;"
            + " fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n"
            + server
            + "\n}";
    Files.writeString(folder.resolve("nginx.conf"), conf);
    nginx =
        RunningProxy.start(
            folder, port, program, "-p", folder.toString(), "-e", "stderr", "-c", "nginx.conf");
  }

  @AfterEach
  void stop() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    http.close();
    app.stop(0);
    if (pages != null) {
      pages.close();
    }
  }

  /** Echoes the headers about the user. */
  private static HttpServer application() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            StringBuilder told = new StringBuilder(exchange.getRequestURI() + "\n");
            for (String name :
                new String[] {
                  "Authorization", "X-Auth-User", "X-Auth-Email", "X-Auth-Email-Verified"
                }) {
              told.append(name)
                  .append('=')
                  .append(exchange.getRequestHeaders().getFirst(name))
                  .append('\n');
            }
            byte[] body = told.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      StringBuilder line = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", line.toString());
    }
    HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
    for (String line : reply.headers().allValues("set-cookie")) {
      String pair = line.substring(0, line.indexOf(';'));
      int equals = pair.indexOf('=');
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return reply;
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port).resolve(path));
  }

  private static String form(String token, String returnTo) {
    return "csrf="
        + token
        + "&username="
        + encode(DemoTenant.ALICE)
        + "&password="
        + encode(DemoTenant.ALICE_PASSWORD)
        + "&return_to="
        + encode(returnTo);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> logIn(String login, String wanted) throws Exception {
    Matcher token = TOKEN.matcher(send(to(login)).body());
    assertThat(token.find()).as(() -> nginx.log()).isTrue();
    return send(
        to("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", "http://127.0.0.1:" + port)
            .POST(BodyPublishers.ofString(form(token.group(1), wanted))));
  }

  @Test
  void a_visitor_logs_in_on_the_way_and_the_application_is_told_who_it_is() throws Exception {
    start(Duration.ofMinutes(1));
    String wanted = "http://127.0.0.1:" + port + "/orders?page=2&sort=a";

    HttpResponse<String> refused = send(to("/orders?page=2&sort=a"));
    String login = refused.headers().firstValue("location").orElseThrow();
    HttpResponse<String> loggedIn = logIn(login, wanted);
    HttpResponse<String> shown =
        send(to("/orders?page=2&sort=a").header("X-Auth-User", "auth0|somebody else"));

    assertThat(refused.statusCode()).isEqualTo(302);
    assertThat(login).isEqualTo("http://127.0.0.1:" + port + "/login?return_to=" + encode(wanted));
    assertThat(loggedIn.headers().firstValue("location")).hasValue(wanted);
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.headers().firstValue("set-cookie")).isEmpty();
    assertThat(shown.body())
        .startsWith("/orders?page=2&sort=a\n")
        .contains("Authorization=Bearer eyJ")
        .contains("X-Auth-User=auth0|000000000000000000000001\n")
        .contains("X-Auth-Email=alice@example.com\n")
        .doesNotContain("somebody else");
  }

  @Test
  void a_session_is_renewed_on_the_way() throws Exception {
    start(Duration.ofDays(2));
    logIn("/login", "/orders");
    String before = cookies.get("portcullis");

    HttpResponse<String> shown = send(to("/orders"));

    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(cookies.get("portcullis")).isNotEqualTo(before);
    assertThat(pages.tenant.tenant().received())
        .filteredOn(request -> request.path().equals("/oauth/token"))
        .hasSize(2);
  }

  @Test
  void the_question_itself_is_not_open_to_clients() throws Exception {
    start(Duration.ofMinutes(1));

    assertThat(send(to("/auth/verify")).statusCode()).isEqualTo(404);
  }

  @Test
  void an_answer_that_does_not_come_lets_nobody_through() throws Exception {
    start(Duration.ofMinutes(1));
    pages.stopGateway();

    HttpResponse<String> reply = send(to("/orders"));

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body()).doesNotContain("Authorization=");
  }
}
