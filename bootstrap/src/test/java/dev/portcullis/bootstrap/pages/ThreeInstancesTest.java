package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.bootstrap.proxies.RunningProxy;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three processes of the shipped program with one Redis, as behind a load balancer, before a tenant
 * whose refresh tokens rotate without leeway.
 */
@Timeout(300)
@Isolated
class ThreeInstancesTest {

  private static final Path REDIS = Path.of("/usr/bin/redis-server");
  private static final String GUESSED = "mallory@example.com";
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  @TempDir private static Path folder = Path.of(".");

  private static final List<Instance> GATEWAYS = new ArrayList<>();

  /** Failed logins of one user that all instances together let through. */
  private static final int ATTEMPTS = 6;

  private static final int STORE_PORT = EmulatedTenant.freePort();
  private static Auth0Emulator tenant;
  private static RunningProxy store;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /** Without redis-server the test is skipped, or fails where the build requires it. */
  private static void skipWithoutRedis() {
    if (!Files.isExecutable(REDIS)) {
      String missing = "no " + REDIS + "; apt-get install -y redis-server";
      if (System.getProperty("portcullis.redis", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    skipWithoutRedis();
    TenantDefinition demo = TenantDefinition.demo();
    Application client = demo.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow();
    tenant =
        Auth0Emulator.start(
            EmulatorSettings.defaults()
                .withTenant(
                    demo.toBuilder()
                        .application(client.withRefreshTokens(RefreshTokenPolicy.rotated()))
                        .api(
                            Api.of(DemoTenant.API_AUDIENCE)
                                .withOfflineAccess(true)
                                .withTokenLifetime(300))
                        .build()));
    store = redis();
    for (int i = 0; i < 3; i++) {
      GATEWAYS.add(new Instance(folder.resolve("instance-" + i)));
    }
  }

  @AfterAll
  static void stop() {
    GATEWAYS.forEach(Instance::close);
    if (store != null) {
      store.close();
      tenant.close();
    }
  }

  /** On a busy machine a store may have been away for a moment. */
  @BeforeEach
  void awaitStore() throws Exception {
    for (Instance gateway : GATEWAYS) {
      gateway.awaitStore();
    }
  }

  @AfterEach
  void close() {
    http.close();
  }

  private static RunningProxy redis() throws Exception {
    return RunningProxy.start(
        folder,
        STORE_PORT,
        REDIS.toString(),
        "--port",
        Integer.toString(STORE_PORT),
        "--bind",
        "127.0.0.1",
        "--save",
        "");
  }

  /** The same for each but for its ports, which a load balancer would hide. */
  private static String settings(int port, int operators) {
    return """
    listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d"}
    client-ip:
      source: peer
      direct-access: allow
      private-result: {allow: 127.0.0.0/8}
    auth0:
      domain: "%s"
      client-id: %s
      client-secret: %s
      audience: "%s"
    password-reset: {connection: %s}
    limits: {preset: protect, per-user-and-address: {attempts: %d}}
    pages: {enabled: true, origin: "http://127.0.0.1:%d"}
    session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
    forward-auth: {enabled: true, renew-before: 10m}
    shared: {redis: {url: "redis://127.0.0.1:%d", key: "file:shared.key", timeout: 5s}}
    """
        .formatted(
            port,
            operators,
            tenant.baseUri(),
            DemoTenant.GATEWAY_CLIENT_ID,
            DemoTenant.GATEWAY_CLIENT_SECRET,
            DemoTenant.API_AUDIENCE,
            DemoTenant.CONNECTION,
            ATTEMPTS,
            port,
            STORE_PORT);
  }

  /** One process of {@code serve}. */
  private static final class Instance {

    private final Path folder;
    private final int port = EmulatedTenant.freePort();
    private final int operators = EmulatedTenant.freePort();
    private Process process;

    private Instance(Path folder) throws IOException {
      this.folder = Files.createDirectory(folder);
      Files.writeString(
          folder.resolve("shared.key"), "a-key-that-all-instances-of-this-test-have\n");
      Files.writeString(folder.resolve("portcullis.yaml"), settings(port, operators));
      this.process = launch();
    }

    private Process launch() throws IOException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "serve",
              "--config",
              folder.resolve("portcullis.yaml").toString())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("log").toFile())
          .start();
    }

    /** Waits until it serves and has reached the store. */
    void awaitStore() throws Exception {
      boolean there =
          within(
              120_000,
              () ->
                  !process.isAlive() || (isServing() && metrics(this).contains("store_away 0.0")));
      assertThat(there && process.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
    }

    private boolean isServing() {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), operators)) {
        return probe.isConnected();
      } catch (IOException e) {
        return false;
      }
    }

    /** Ends it without a goodbye, and starts it again. */
    void killAndStartAgain() throws Exception {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      process = launch();
      awaitStore();
    }

    void close() {
      process.destroyForcibly();
    }
  }

  private interface Condition {

    boolean holds() throws Exception;
  }

  private static boolean within(long millis, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < end) {
      if (condition.holds()) {
        return true;
      }
      Thread.sleep(10);
    }
    return condition.holds();
  }

  private static int port(int instance) {
    return GATEWAYS.get(instance).port;
  }

  private HttpRequest.Builder to(int port, String path) {
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

  private HttpResponse<String> get(int instance, String path) throws Exception {
    return send(to(port(instance), path));
  }

  private int verify(int instance) throws Exception {
    return get(instance, "/auth/verify").statusCode();
  }

  private void keepCookies(HttpResponse<String> reply) {
    for (String line : reply.headers().allValues("set-cookie")) {
      String pair = line.substring(0, line.indexOf(';'));
      cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
  }

  private void submit(int instance, String page, String path, String more) throws Exception {
    HttpResponse<String> shown = get(instance, page);
    keepCookies(shown);
    Matcher token = TOKEN.matcher(shown.body());
    assertThat(token.find()).as(shown.body()).isTrue();
    keepCookies(
        send(
            to(port(instance), path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + more))));
  }

  private void logIn(int instance) throws Exception {
    submit(
        instance,
        "/login",
        "/login",
        "&username="
            + URLEncoder.encode(DemoTenant.ALICE, UTF_8)
            + "&password="
            + URLEncoder.encode(DemoTenant.ALICE_PASSWORD, UTF_8));
  }

  /** What the tenant logged of refresh tokens: {@code sertft} is a renewal, others are faults. */
  private List<String> renewals() {
    return tenant.tenant().logs().stream()
        .map(event -> event.type().code())
        .filter(code -> code.endsWith("ertft"))
        .toList();
  }

  private boolean startReset(int instance, String user) throws Exception {
    return send(to(port(instance), "/api/auth/password-reset")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"username\":\"" + user + "\"}")))
            .statusCode()
        < 300;
  }

  private static long mailsTo(String user) {
    return tenant.tenant().mails().stream().map(SentMail::to).filter(user::equals).count();
  }

  private static String metrics(Instance gateway) throws Exception {
    try (GatewayClient client = new GatewayClient(gateway.port)) {
      return client.get(gateway.operators, "/metrics");
    }
  }

  @Test
  void a_logout_on_one_instance_refuses_the_cookie_on_all_within_a_second() throws Exception {
    List<Long> took = new ArrayList<>();

    // A busy machine may be slow once.
    for (int i = 0; i < 3; i++) {
      took.add(logOut());
    }

    assertThat(took).anyMatch(millis -> millis < 1000);
  }

  /** The milliseconds until the others refuse. */
  private long logOut() throws Exception {
    cookies.clear();
    logIn(0);
    String copy = cookies.get("portcullis");
    for (int i = 0; i < 3; i++) {
      assertThat(get(i, "/login/done").statusCode()).isEqualTo(200);
    }
    List<String> renewed = renewals();

    submit(0, "/login/done", "/logout", "");
    long loggedOut = System.nanoTime();
    cookies.clear();
    cookies.put("portcullis", copy);
    // A page, as the verification of this test renews, and the tenant would refuse that.
    boolean refused =
        within(
            10_000,
            () ->
                get(1, "/login/done").statusCode() != 200
                    && get(2, "/login/done").statusCode() != 200);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - loggedOut);

    assertThat(refused).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(verify(i)).isEqualTo(401);
    }
    assertThat(renewals()).isEqualTo(renewed);
    return took;
  }

  @Test
  void an_expiry_is_one_renewal_on_three_instances_and_the_user_stays_logged_in() throws Exception {
    logIn(0);
    int before = renewals().size();

    List<Integer> answers = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      try (ExecutorService browser = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<HttpResponse<String>>> requests =
            IntStream.range(0, 12)
                .mapToObj(i -> browser.submit(() -> get(i % 3, "/auth/verify")))
                .toList();
        for (Future<HttpResponse<String>> request : requests) {
          answers.add(request.get().statusCode());
        }
      }
      int renewed = before + round;
      assertThat(within(20_000, () -> renewals().size() == renewed)).as("%s", renewals()).isTrue();
      // The browser learns the new cookie from any instance.
      int asked = round % 3;
      assertThat(
              within(
                  20_000,
                  () -> {
                    HttpResponse<String> reply = get(asked, "/auth/verify");
                    keepCookies(reply);
                    return reply.headers().firstValue("set-cookie").isPresent();
                  }))
          .isTrue();
    }

    assertThat(answers).hasSize(36).containsOnly(200);
    assertThat(renewals().subList(before, renewals().size())).containsOnly("sertft");
    assertThat(renewals().size() - before).isBetween(3, 4);
  }

  @Test
  void three_instances_start_three_resets_of_a_user_and_not_nine() throws Exception {
    int started = 0;
    for (int i = 0; i < 9; i++) {
      started += startReset(i % 3, DemoTenant.ALICE) ? 1 : 0;
    }

    assertThat(started).isEqualTo(3);
    assertThat(within(20_000, () -> mailsTo(DemoTenant.ALICE) == 3)).isTrue();
  }

  @Test
  void three_instances_submit_as_many_wrong_passwords_of_a_user_as_one() throws Exception {
    List<Integer> statuses = new ArrayList<>();

    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> logins =
          IntStream.range(0, 60).mapToObj(i -> clients.submit(() -> guess(i % 3))).toList();
      for (Future<HttpResponse<String>> login : logins) {
        statuses.add(login.get().statusCode());
      }
    }

    assertThat(statuses).filteredOn(status -> status == 403).hasSize(ATTEMPTS);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(60 - ATTEMPTS);
    assertThat(
            tenant.tenant().logs().stream()
                .filter(event -> event.type() == LogType.FAILED_EXCHANGE_PASSWORD)
                .filter(event -> event.userName().equals(GUESSED))
                .count())
        .isEqualTo(ATTEMPTS);
  }

  private HttpResponse<String> guess(int instance) throws Exception {
    return send(
        to(port(instance), "/api/auth")
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"username\":\"" + GUESSED + "\",\"password\":\"wrong\"}")));
  }

  @Test
  void an_instance_that_is_killed_and_starts_again_knows_the_logouts_of_the_others()
      throws Exception {
    logIn(0);
    String copy = cookies.get("portcullis");
    submit(0, "/login/done", "/logout", "");

    GATEWAYS.get(2).killAndStartAgain();

    cookies.clear();
    cookies.put("portcullis", copy);
    assertThat(verify(2)).isEqualTo(401);
  }

  @Test
  void without_the_store_logins_go_on_and_operators_see_why() throws Exception {
    logIn(0);
    Instance one = GATEWAYS.get(1);
    store.close();

    int known = verify(1);
    boolean warned =
        within(
            20_000,
            () -> send(to(one.operators, "/health/ready")).body().contains("shared store is away"));
    int ready = send(to(one.operators, "/health/ready")).statusCode();
    boolean started = startReset(1, DemoTenant.BOB);
    cookies.clear();
    logIn(1);

    assertThat(known).isEqualTo(200);
    assertThat(warned).isTrue();
    assertThat(ready).isEqualTo(200);
    assertThat(started).isTrue();
    assertThat(verify(1)).isEqualTo(200);
    assertThat(metrics(one))
        .contains("portcullis_shared_store_away 1.0")
        .containsPattern("portcullis_shared_store_failures_total\\{use=\"resets\"} [1-9]");
    store = redis();
    assertThat(within(20_000, () -> metrics(one).contains("portcullis_shared_store_away 0.0")))
        .isTrue();
    assertThat(send(to(one.operators, "/health/ready")).body()).doesNotContain("is away");
  }
}
