package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.InetAddress;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every proxy of examples/forward-auth does for its users, with the real program: of the
 * example only ports and host names are changed.
 */
abstract class ForwardAuthContract {

  private static final Path EXAMPLES = Path.of("..", "examples", "forward-auth");

  /** With its prefix where pages.origin is https. */
  private static final List<String> SESSIONS = List.of("portcullis", "__Host-portcullis");

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Pattern BEARER = Pattern.compile("(?m)^Authorization=Bearer (\\S+)$");

  /** Longer than any test takes. */
  private static final int LONG = 600;

  private static final String[] PAGE = {"Sec-Fetch-Mode", "navigate", "Accept", "text/html"};
  private static final String[] SCRIPT = {"Sec-Fetch-Mode", "cors", "Accept", "*/*"};

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  final int port = EmulatedTenant.freePort();

  private final Map<String, String> cookies = new LinkedHashMap<>();

  @SuppressWarnings("NullAway.Init")
  private HttpClient http;

  @SuppressWarnings("NullAway.Init")
  private ForwardAuthSite site;

  @SuppressWarnings("NullAway.Init")
  private AutoCloseable proxy;

  /** Skips the test, or has it fail, where the program is missing. */
  abstract void orSkip();

  /** A value of {@code forward-auth.unauthenticated} that the example has to override. */
  abstract String unauthenticated();

  /** Starts the proxy of the example at {@link #port}. */
  abstract AutoCloseable start(ForwardAuthSite behind) throws Exception;

  /** The text of an example. */
  static String example(String name) throws Exception {
    return Files.readString(EXAMPLES.resolve(name));
  }

  /** Where browsers reach the application. */
  String origin() {
    return "http://127.0.0.1:" + port;
  }

  @BeforeEach
  void openBrowser() throws Exception {
    orSkip();
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .localAddress(InetAddress.getByName(ForwardAuthSite.USER))
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    if (http != null) {
      http.close();
    }
    if (site != null) {
      site.close();
    }
  }

  private void start(int tokenSeconds, String more) throws Exception {
    site =
        new ForwardAuthSite(origin(), tokenSeconds, "unauthenticated: " + unauthenticated() + more);
    proxy = start(site);
  }

  private void start() throws Exception {
    start(LONG, "");
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port).resolve(path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
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
      if (line.contains("Max-Age=0")) {
        cookies.remove(pair.substring(0, equals));
      } else {
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return reply;
  }

  private HttpResponse<String> open(String path) throws Exception {
    return send("GET", path, "", PAGE);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }

  private HttpResponse<String> logIn(String login, String wanted) throws Exception {
    HttpResponse<String> page = open(login.replaceFirst("^https?://[^/]*", ""));
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).as(page + page.body()).isTrue();
    return send(
        "POST",
        "/login",
        "csrf="
            + token.group(1)
            + "&username="
            + encode(DemoTenant.ALICE)
            + "&password="
            + encode(DemoTenant.ALICE_PASSWORD)
            + "&return_to="
            + encode(wanted),
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Origin",
        origin());
  }

  private static String bearer(HttpResponse<String> shown) {
    Matcher token = BEARER.matcher(shown.body());
    assertThat(token.find()).as(shown + shown.body()).isTrue();
    return token.group(1);
  }

  @Test
  void a_visitor_logs_in_on_the_way_and_the_application_sees_who_it_is() throws Exception {
    start();
    String path = "/orders?page=2&sort=a";

    HttpResponse<String> refused = open(path);
    HttpResponse<String> loggedIn = logIn(header(refused, "location"), origin() + path);
    HttpResponse<String> shown =
        send("GET", path, "", "X-Auth-User", "auth0|another", "Authorization", "Bearer forged");

    assertThat(refused.statusCode()).isEqualTo(302);
    assertThat(header(refused, "location"))
        .isEqualTo(origin() + "/login?return_to=" + encode(origin() + path));
    assertThat(header(loggedIn, "location")).isEqualTo(origin() + path);
    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(shown.headers().allValues("set-cookie")).containsExactly("app=1; Path=/");
    assertThat(shown.body())
        .startsWith("GET /orders?page=2&sort=a\nAuthorization=Bearer eyJ")
        .contains("X-Auth-User=auth0|000000000000000000000001\n")
        .contains("X-Auth-Email=alice@example.com\n")
        .doesNotContain("forged")
        .doesNotContain("another");
    assertThat(bearer(shown)).hasSizeBetween(2300, 2500);
  }

  /** Past what this instance remembers of a renewal, a browser without its result is logged out. */
  @Test
  void every_renewal_reaches_the_browser_also_with_long_tokens() throws Exception {
    start(2, ", renew-before: 1s");
    logIn("/login", "/");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long requests = site.tokenRequests();
    int renewals = 0;

    while (renewals < 3 && System.nanoTime() < end) {
      String before = session();
      HttpResponse<String> shown = send("GET", "/orders", "", SCRIPT);

      assertThat(shown.statusCode()).as(shown.headers().map().toString()).isEqualTo(200);
      assertThat(bearer(shown)).hasSizeBetween(2300, 2500);
      assertThat(cookies.get("app")).isEqualTo("1");
      // A renewal that takes long reaches the browser with a later request.
      renewals += session().equals(before) ? 0 : 1;
      TimeUnit.MILLISECONDS.sleep(100);
    }

    assertThat(renewals).isEqualTo(3);
    assertThat(site.tokenRequests()).isBetween(requests + 3, requests + 4);
    assertThat(site.tenant.tenant().logs())
        .extracting(LogEvent::type)
        .doesNotContain(LogType.REUSED_REFRESH_TOKEN);
  }

  @Test
  void a_script_gets_401_and_the_url_of_the_login() throws Exception {
    start();

    HttpResponse<String> fetched = send("GET", "/orders", "", SCRIPT);
    HttpResponse<String> posted = send("POST", "/orders", "a=1", SCRIPT);
    HttpResponse<String> form = send("POST", "/orders", "a=1", PAGE);
    HttpResponse<String> options = send("OPTIONS", "/orders", "", SCRIPT);

    for (HttpResponse<String> reply : List.of(fetched, posted, form, options)) {
      assertThat(reply.statusCode()).as(reply.toString()).isEqualTo(401);
      assertThat(header(reply, "x-login-url"))
          .isEqualTo(origin() + "/login?return_to=" + encode(origin() + "/orders"));
      assertThat(header(reply, "location")).isEmpty();
      assertThat(reply.body()).doesNotContain("Authorization=");
    }
  }

  @Test
  void what_a_user_sends_reaches_the_application() throws Exception {
    start();
    logIn("/login", "/");

    HttpResponse<String> posted = send("POST", "/orders", "a=1&b=2", SCRIPT);

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).startsWith("POST /orders\n").endsWith("\na=1&b=2");
  }

  @Test
  void a_preflight_passes_without_a_user_where_the_settings_say_so() throws Exception {
    start(LONG, ", preflight: pass");
    String[] preflight = {
      "Origin",
      "https://other.example.com",
      "Access-Control-Request-Method",
      "POST",
      "X-Auth-User",
      "auth0|forged",
      "Authorization",
      "Bearer forged"
    };

    HttpResponse<String> passed = send("OPTIONS", "/orders", "", preflight);
    HttpResponse<String> disguised =
        send("GET", "/orders", "", concat(preflight, "X-Forwarded-Method", "OPTIONS"));

    assertThat(passed.statusCode()).isEqualTo(200);
    assertThat(passed.body())
        .startsWith("OPTIONS /orders\nAuthorization=\nX-Auth-User=\nX-Auth-Email=\n");
    assertThat(disguised.statusCode()).isEqualTo(401);
  }

  private static String[] concat(String[] headers, String name, String value) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = name;
    all[headers.length + 1] = value;
    return all;
  }

  @Test
  void a_client_cannot_choose_the_way_back() throws Exception {
    start();

    HttpResponse<String> reply =
        send("GET", "/orders", "", concat(PAGE, "X-Original-URL", origin() + "/elsewhere"));

    assertThat(header(reply, "location")).endsWith(encode(origin() + "/orders"));
  }

  @Test
  void a_tenant_that_does_not_answer_is_503_when_the_token_has_ended() throws Exception {
    start(1, ", renew-before: 1s");
    logIn("/login", "/");
    site.tenant.close();
    TimeUnit.MILLISECONDS.sleep(1100);

    HttpResponse<String> reply = open("/orders");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(header(reply, "retry-after")).matches("[1-9][0-9]*");
    assertThat(reply.body()).doesNotContain("Authorization=");
  }

  @Test
  void a_gateway_that_does_not_answer_lets_nobody_through() throws Exception {
    start();
    logIn("/login", "/");
    site.stopGateway();

    HttpResponse<String> reply = open("/orders");

    assertThat(reply.statusCode()).isIn(502, 503);
    assertThat(reply.body()).doesNotContain("Authorization=");
  }

  @Test
  void the_question_itself_is_not_open_to_clients() throws Exception {
    start();

    assertThat(open("/auth/verify").statusCode()).isEqualTo(404);
    assertThat(open("/auth/verify/orders").statusCode()).isIn(302, 404);
  }

  private String session() {
    return SESSIONS.stream().filter(cookies::containsKey).map(cookies::get).findFirst().get();
  }
}
