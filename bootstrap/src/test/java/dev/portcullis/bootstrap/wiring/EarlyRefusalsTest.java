package dev.portcullis.bootstrap.wiring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that is refused before an endpoint sees it, one by one over real sockets to a running
 * gateway: each is counted once under its own reason and no other, and is in the log.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class EarlyRefusalsTest {

  private static final String PASSWORD = "s3cret-of-the-key-store";
  private static final int CONNECTIONS = 40;
  private static final int CONNECTIONS_PER_ADDRESS = 5;
  private static final String XFF = "X-Forwarded-For: 203.0.113.7\r\n";
  private static final String GET = "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String POST = "POST /api/auth HTTP/1.1\r\nHost: a\r\n" + XFF;
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
  private static final String V2 = "0d0a0d0a000d0a515549540a";
  private static final Pattern COUNTER =
      Pattern.compile(
          "(?m)^portcullis_(?:http_)?refusals_total\\{"
              + "listener=\"([a-z-]+)\",reason=\"([a-z-]+)\"\\} ([0-9.]+)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> ports = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  private Auth0Emulator tenant;

  @SuppressWarnings("NullAway.Init")
  private Process gateway;

  private long start;

  /**
   * How a refusal is provoked.
   *
   * @param listener the listener that refuses
   * @param times how often it refuses; 0 if that depends on timing
   * @param by provokes it, and holds nothing open afterwards
   */
  record Attack(String listener, int times, Provocation by) {

    /** What a client does. */
    @FunctionalInterface
    interface Provocation {
      void on(EarlyRefusalsTest gateway) throws Exception;
    }
  }

  /** A refusal without a row does not compile. */
  private static Attack attack(HttpRefusal reason) {
    return switch (reason) {
      case MALFORMED -> sending("GET /path HTTP/1.1\r\nHost : a\r\n\r\n");
      case TLS_ON_PLAIN_PORT ->
          sending("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
      case TLS_HANDSHAKE -> sending("tls", GET);
      case CROSS_SITE ->
          sending(POST + "Origin: https://example.org\r\nSec-Fetch-Site: cross-site\r\n" + json());
      case WRONG_ORIGIN ->
          sending("pages", login("Origin: http://a\r\nSec-Fetch-Site: same-origin\r\n"));
      case COOKIE_MISSING -> sending("pages", login(""));
      case FORM_EXPIRED ->
          sending("pages", login("Cookie: __Host-portcullis-visit=" + "A".repeat(22) + "\r\n"));
      case NOT_FOUND -> sending("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
      case METHOD_NOT_ALLOWED -> sending("GET /api/auth HTTP/1.1\r\nHost: a\r\n\r\n");
      case HEAD_TIMEOUT -> waiting("GET /openapi.ya");
      case BODY_TIMEOUT -> waiting(POST + FORM + "Content-Length: 5\r\n\r\n123");
      case BODY_INCOMPLETE -> sending(POST + FORM + "Content-Length: 5\r\n\r\n123");
      case BODY_TOO_LARGE -> sending(POST + FORM + "Content-Length: 32769\r\n\r\n");
      case TARGET_TOO_LONG -> sending("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\n\r\n");
      case UNSUPPORTED_CONTENT ->
          sending(POST + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");
      case EXPECTATION_FAILED ->
          sending(POST + FORM + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\nx");
      case HEADERS_TOO_LARGE ->
          sending("GET /path HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n");
      case NOT_IMPLEMENTED -> sending("FETCH /path HTTP/1.1\r\nHost: a\r\n\r\n");
      case VERSION_NOT_SUPPORTED -> sending("GET /path HTTP/1.2\r\nHost: a\r\n\r\n");
      case TOO_MANY_BODIES -> new Attack("bodies", 0, EarlyRefusalsTest::fillTheRoom);
      case TOO_MANY_CONNECTIONS -> new Attack("crowd", 1, EarlyRefusalsTest::crowd);
      case TOO_MANY_CONNECTIONS_OF_ADDRESS -> new Attack("crowd", 1, EarlyRefusalsTest::crowdOfOne);
      case WRITE_STALLED -> new Attack("stalled", 1, EarlyRefusalsTest::takeNoReply);
      case REQUEST_ALTERED -> throw new IllegalArgumentException("the stand-alone server has none");
    };
  }

  /** How a connection is refused for its PROXY header; none for what is decided at a request. */
  private static Stream<RejectionReason> headers() {
    return Arrays.stream(RejectionReason.values())
        .filter(reason -> reason.name().startsWith("PROXY_"))
        // Such a connection is taken; a login on it is refused.
        .filter(reason -> reason != RejectionReason.PROXY_NO_ADDRESS);
  }

  private static Attack attack(RejectionReason reason) {
    return switch (reason) {
      case PROXY_UNTRUSTED_PEER ->
          new Attack(
              "proxy",
              1,
              gateway -> gateway.talk("proxy", "127.0.0.9", bytes("PROXY UNKNOWN\r\n")));
      case PROXY_MISSING -> sending("proxy", GET);
      case PROXY_SYNTAX -> sending("proxy", "PROXY TCP4 nothing\r\n");
      case PROXY_VERSION -> sendingHex(V2 + "2111" + "000c" + "cb0071077f000001d43101bb");
      case PROXY_TOO_LONG -> sendingHex("proxy-any", V2 + "2111" + "0800" + "00".repeat(2048));
      case PROXY_FAMILY ->
          sendingHex("proxy-any", V2 + "2112" + "000c" + "cb0071077f000001d43101bb");
      case PROXY_CRC ->
          sendingHex(
              "proxy-any",
              V2 + "2111" + "0013" + "cb0071077f000001d43101bb" + "030004" + "00000000");
      case PROXY_TIMEOUT ->
          new Attack("proxy", 1, gateway -> gateway.waitFor("proxy", "PROXY TCP4 203.0"));
      default -> throw new AssertionError("no row for " + reason);
    };
  }

  private static Attack sending(String request) {
    return sending("users", request);
  }

  private static Attack sending(String listener, String request) {
    return new Attack(listener, 1, gateway -> gateway.talk(listener, "127.0.0.1", bytes(request)));
  }

  private static Attack sendingHex(String bytes) {
    return sendingHex("proxy", bytes);
  }

  private static Attack sendingHex(String listener, String bytes) {
    return new Attack(
        listener,
        1,
        gateway -> gateway.talk(listener, "127.0.0.1", HexFormat.of().parseHex(bytes)));
  }

  private static Attack waiting(String start) {
    return new Attack("users", 1, gateway -> gateway.waitFor("users", start));
  }

  private static String json() {
    return "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
  }

  private static String login(String headers) {
    String form = "csrf=AAAA&username=ada&password=p";
    return "POST /login HTTP/1.1\r\nHost: a\r\n"
        + XFF
        + FORM
        + headers
        + "Content-Length: "
        + form.length()
        + "\r\n\r\n"
        + form;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    tenant = EmulatedTenant.start();
    keyStore(directory.resolve("tls.p12"));
    for (String name :
        List.of(
            "users",
            "operators",
            "tls",
            "pages",
            "bodies",
            "crowd",
            "stalled",
            "proxy",
            "proxy-any")) {
      ports.put(name, EmulatedTenant.freePort());
    }
    Path file = Files.writeString(directory.resolve("portcullis.yaml"), settings());
    gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--config",
                file.toString())
            .start();
    BufferedReader lines = gateway.errorReader(UTF_8);
    Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(log::add));
    await(
        () -> {
          assertThat(gateway.isAlive()).as(String.join("\n", log)).isTrue();
          return log.stream().anyMatch(line -> line.contains("Portcullis is ready"));
        },
        "start");
    start = System.nanoTime();
  }

  private String settings() {
    Map<String, Object> where = new TreeMap<>(ports);
    String yaml =
        """
        listen:
          users: 127.0.0.1:{users}
          operators: 127.0.0.1:{operators}
          head-timeout: 2s
          body-timeout: 5s
          write-timeout: 2s
          max-connections: {connections}
          max-connections-per-address: {per-address}
        client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
        listeners:
          tls:
            listen: 127.0.0.1:{tls}
            tls: {pkcs12: tls.p12, pkcs12-password: {password}}
            client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
          pages:
            listen: 127.0.0.1:{pages}
            client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
          bodies:
            listen: 127.0.0.1:{bodies}
            client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
          crowd:
            listen: 127.0.0.1:{crowd}
            client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
          stalled:
            listen: 127.0.0.1:{stalled}
            client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
          proxy:
            listen: 127.0.0.1:{proxy}
            client-ip:
              source: proxy-protocol
              private-result: {allow: 203.0.113.0/24}
              proxy-protocol: {mode: required, versions: v1, trusted-from: 127.0.0.1, timeout: 1s}
          proxy-any:
            listen: 127.0.0.1:{proxy-any}
            client-ip:
              source: proxy-protocol
              private-result: {allow: 203.0.113.0/24}
              proxy-protocol: {mode: required, trusted-from: 127.0.0.1, max-bytes: 1024}
        auth0: {domain: "{tenant}", client-id: {client}, client-secret: {secret}}
        doctor: {watch: stream, watch-token: the-token-of-the-log-stream}
        pages: {enabled: true, origin: "https://login.example.com", listeners: pages}
        session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, revoked: memory}
        """;
    where.put("connections", CONNECTIONS);
    where.put("per-address", CONNECTIONS_PER_ADDRESS);
    where.put("password", PASSWORD);
    where.put("tenant", tenant.baseUri());
    where.put("client", DemoTenant.GATEWAY_CLIENT_ID);
    where.put("secret", DemoTenant.GATEWAY_CLIENT_SECRET);
    for (Map.Entry<String, Object> entry : where.entrySet()) {
      yaml = yaml.replace("{" + entry.getKey() + "}", entry.getValue().toString());
    }
    return yaml;
  }

  private static void keyStore(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "90",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  @AfterAll
  void stop() throws InterruptedException {
    gateway.destroyForcibly().waitFor();
    tenant.close();
    http.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpRefusal.class,
      mode = EnumSource.Mode.EXCLUDE,
      // Of servlet containers alone; adapters-servlet provokes it.
      names = "REQUEST_ALTERED")
  void a_refused_request_is_counted_under_its_reason_and_logged(HttpRefusal reason)
      throws Exception {
    provoke(attack(reason), reason.code(), "http_refused");
  }

  @ParameterizedTest
  @MethodSource("headers")
  void a_refused_proxy_header_is_counted_under_its_reason_and_logged(RejectionReason reason)
      throws Exception {
    provoke(attack(reason), reason.code(), "client_address_refused");
  }

  /** A hundred are one line, and one with their sum some seconds later. */
  @Test
  void the_log_of_what_anyone_can_send_is_bounded() throws Exception {
    for (int i = 0; i < 100; i++) {
      talk("users", "127.0.0.1", bytes("GET /path HTTP/1.3\r\nHost: a\r\n\r\n"));
    }
    long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);

    assertThat(lines("users", HttpRefusal.VERSION_NOT_SUPPORTED.code(), "http_refused").size())
        .isBetween(1, 2 + (int) (elapsed / 10));
  }

  private void provoke(Attack attack, String reason, String action) throws Exception {
    String counter = attack.listener() + " " + reason;
    Map<String, Integer> before = counters();
    int logged = lines(attack.listener(), reason, action).size();

    attack.by().on(this);

    await(() -> count(counter) > before.getOrDefault(counter, 0), counter + " counted");
    Map<String, Integer> after = counters();
    before.forEach((name, count) -> after.computeIfPresent(name, (key, now) -> now - count));
    after.values().removeIf(more -> more == 0);
    if (attack.times() > 0) {
      assertThat(after).containsExactly(Map.entry(counter, attack.times()));
    }
    await(
        () -> lines(attack.listener(), reason, action).size() > logged || logged > 0,
        counter + " logged");
  }

  private List<String> lines(String listener, String reason, String action) {
    return log.stream()
        .filter(line -> line.contains("\"event.action\":\"" + action + "\""))
        .filter(line -> line.contains("\"portcullis.listener\":\"" + listener + "\""))
        .filter(line -> line.contains("\"portcullis.reason\":\"" + reason + "\""))
        .toList();
  }

  private int count(String counter) throws IOException, InterruptedException {
    return counters().getOrDefault(counter, 0);
  }

  /** Every counter of refusals, by listener and reason. */
  private Map<String, Integer> counters() throws IOException, InterruptedException {
    String metrics =
        http.send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.get("operators") + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    Map<String, Integer> counters = new TreeMap<>();
    Matcher found = COUNTER.matcher(metrics);
    while (found.find()) {
      counters.put(found.group(1) + " " + found.group(2), (int) Double.parseDouble(found.group(3)));
    }
    return counters;
  }

  /** Sends this and nothing else, and reads to the end. */
  private void talk(String listener, String from, byte[] request) throws IOException {
    try (Socket socket = connect(listener, from, 0)) {
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // The gateway closed with bytes unread.
    }
  }

  /** Sends this, and waits for the gateway to close. */
  private void waitFor(String listener, String request) throws IOException {
    try (Socket socket = connect(listener, "127.0.0.1", 0)) {
      socket.getOutputStream().write(bytes(request));
      socket.getInputStream().readAllBytes();
    }
  }

  /** Bodies of the log stream, each unfinished, until together they take too much memory. */
  private void fillTheRoom() throws Exception {
    byte[] head = bytes("POST /auth0/logs HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n");
    String counter = "bodies " + HttpRefusal.TOO_MANY_BODIES.code();
    byte[] body = new byte[2_500_000];
    // Bodies that are late make room for others, which a busy machine may need again.
    while (count(counter) == 0) {
      List<Socket> senders = new ArrayList<>();
      List<Thread> sending = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS / 2; i++) {
        Socket socket = connect("bodies", "127.0.0.1", 0);
        senders.add(socket);
        sending.add(Thread.ofVirtual().start(() -> send(socket, head, body)));
      }
      for (Thread sender : sending) {
        sender.join();
      }
      // What was sent may still be in the system's buffers; it is read, or its time ends.
      for (Socket socket : senders) {
        readToEnd(socket);
        socket.close();
      }
    }
  }

  private static void readToEnd(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The gateway closed with bytes unread.
    }
  }

  private static void send(Socket socket, byte[]... parts) {
    try {
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
    } catch (IOException e) {
      // Refused meanwhile.
    }
  }

  /** One connection more than there may be, of which one has begun a request. */
  private void crowd() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket kept = connect("crowd", "127.0.0.1", 0);
        open.add(kept);
        kept.getOutputStream().write(bytes(GET));
        // A connection with an answer has been admitted.
        assertThat(kept.getInputStream().read()).isEqualTo('H');
      }
      // Kept connections give way to this one, and it to the next.
      Socket unfinished = connect("crowd", "127.0.0.1", 0);
      open.add(unfinished);
      unfinished.getOutputStream().write(bytes("GET /openapi.ya"));
      String counter = "crowd " + HttpRefusal.TOO_MANY_CONNECTIONS.code();
      int before = count(counter);
      // While its bytes are being read, a kept connection gives way once more.
      while (count(counter) == before) {
        Socket next = connect("crowd", "127.0.0.1", 0);
        open.add(next);
        next.getOutputStream().write(bytes(GET));
        assertThat(next.getInputStream().read()).isEqualTo('H');
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** From an address that is no proxy's. */
  private void crowdOfOne() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS_PER_ADDRESS; i++) {
        Socket kept = connect("crowd", "127.0.0.9", 0);
        open.add(kept);
        kept.getOutputStream().write(bytes(GET));
        assertThat(kept.getInputStream().read()).isEqualTo('H');
      }
      talk("crowd", "127.0.0.9", new byte[0]);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Asks for much and reads nothing. */
  private void takeNoReply() throws Exception {
    Socket socket = connect("stalled", "127.0.0.1", 4096);
    Thread sender = Thread.ofVirtual().start(() -> send(socket, bytes(GET.repeat(2000))));
    try {
      String counter = "stalled " + HttpRefusal.WRITE_STALLED.code();
      await(() -> count(counter) > 0, counter);
    } finally {
      socket.close();
    }
    sender.join();
  }

  private Socket connect(String listener, String from, int receiveBuffer) throws IOException {
    Socket socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(30_000);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getOrDefault(listener, 0)));
    return socket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** A question to the gateway. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition, String what) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what + " in\n" + String.join("\n", log)).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
