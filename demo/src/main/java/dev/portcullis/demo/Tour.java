package dev.portcullis.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The demo's tour: real requests to a real gateway, as the proxy in front of it would send them,
 * and their results.
 */
final class Tour implements AutoCloseable {

  /** How long the tenant wants no requests. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final String USER = "203.0.113.7";
  private static final String OTHER_USER = "203.0.113.8";
  private static final String ATTACKER = "198.51.100.66";
  private static final String SPRAYER = "198.51.100.77";
  private static final String BUSY_USER = "203.0.113.9";
  private static final int THRESHOLD = 10;
  private static final int BUCKET = 100;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;
  private final Auth0Emulator tenant;
  private final Consumer<Stop> listener;

  /**
   * A tour that reports each stop to {@code listener} when it ends.
   *
   * @param gateway the base URI
   */
  Tour(URI gateway, Auth0Emulator tenant, Consumer<Stop> listener) {
    this.gateway = gateway;
    this.tenant = tenant;
    this.listener = listener;
  }

  /**
   * One stop of the tour.
   *
   * @param from the address that the proxy reports, as in X-Forwarded-For
   */
  record Stop(String what, String from, String expected, String seen) {

    boolean asExpected() {
      return expected.equals(seen);
    }
  }

  /**
   * Shows every outcome once: by its cause or, where a tenant cannot be brought to it, with an
   * answer that is prepared at the tenant.
   *
   * @throws IOException if gateway or tenant cannot be reached
   */
  Seq<Stop> run() throws IOException, InterruptedException {
    List<Stop> stops = new ArrayList<>();
    logins(stops);
    attackProtection(stops);
    otherRefusals(stops);
    faults(stops);
    visit(
        stops,
        "The tenant's log of such a login: sepft",
        USER,
        "ip " + USER + ", client_ip 127.0.0.1",
        logLine());
    return Vector.ofAll(stops);
  }

  private void logins(List<Stop> stops) throws IOException, InterruptedException {
    visit(stops, "The right password", USER, "200 tokens", alice(USER));
    visit(
        stops,
        "A wrong password",
        USER,
        "403 wrong-credentials",
        logIn(DemoTenant.ALICE, "not her password", USER));
    visit(
        stops,
        "A user that does not exist: the same answer",
        USER,
        "403 wrong-credentials",
        logIn("nobody@example.com", "not her password", USER));
    visit(
        stops,
        "A leaked password: a reset mail is sent",
        OTHER_USER,
        "401 password-leaked, 1 mail",
        logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, OTHER_USER)
            + ", "
            + Counted.of(resetMails(), "mail"));
    JsonNode half = post("/api/auth", new Login(DemoTenant.MIA, DemoTenant.MIA_PASSWORD), USER);
    visit(stops, "A user with a second factor", USER, "403 mfa-required", summary(half));
    visit(
        stops,
        "The code of the authenticator app ends that login",
        USER,
        "200 tokens",
        summary(
            post(
                "/api/auth/mfa/verify",
                new Proof(half.path("mfa_token").asText(), code(DemoTenant.MIA)),
                USER)));
  }

  private void attackProtection(List<Stop> stops) throws IOException, InterruptedException {
    visit(
        stops,
        THRESHOLD + " wrong guesses by one attacker",
        ATTACKER,
        THRESHOLD + " x 403 wrong-credentials",
        repeated(THRESHOLD, n -> logIn(DemoTenant.BOB, "guess " + n, ATTACKER)));
    visit(
        stops,
        "The attacker's next attempt, even with the right password",
        ATTACKER,
        "429 brute-force-blocked",
        bob(ATTACKER));
    visit(stops, "The same user from their own address", OTHER_USER, "200 tokens", bob(OTHER_USER));
    String spoofed = OTHER_USER + ", " + ATTACKER;
    visit(
        stops,
        "The attacker writes that address into X-Forwarded-For",
        spoofed,
        "429 brute-force-blocked",
        bob(spoofed));
    visit(
        stops,
        BUCKET + " wrong guesses at as many users",
        SPRAYER,
        BUCKET + " x 403 wrong-credentials",
        repeated(BUCKET, n -> logIn("user-" + n + "@example.com", "Summer2026!", SPRAYER)));
    visit(stops, "Any login from that address now", SPRAYER, "429 ip-throttled", alice(SPRAYER));
    tenant.tenant().configure(it -> it.sameUserLimit(SameUserLimit.auth0Defaults()));
    int burst = SameUserLimit.auth0Defaults().burst();
    visit(
        stops,
        burst + " logins of one user within a minute",
        BUSY_USER,
        burst + " x 200 tokens",
        repeated(burst, n -> alice(BUSY_USER)));
    visit(stops, "And one more", BUSY_USER, "429 too-many-logins", alice(BUSY_USER));
    tenant.tenant().configure(it -> it.sameUserLimit(SameUserLimit.off()));
  }

  private void otherRefusals(List<Stop> stops) throws IOException, InterruptedException {
    tenant
        .tenant()
        .configure(it -> it.botDetection(BotDetectionSettings.challenging(Policy.ALWAYS)));
    visit(
        stops,
        "Bot detection requires a captcha: only the web page has one",
        USER,
        "401 verification-required",
        alice(USER));
    tenant.tenant().configure(it -> it.botDetection(BotDetectionSettings.off()));
    visit(
        stops,
        "A user that the administrator has blocked",
        USER,
        "401 user-blocked",
        logIn(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD, USER));
    visit(
        stops,
        "An Action of the tenant denies access",
        USER,
        "403 denied",
        answered(
            new Prepared(403, oauth("access_denied", "Only on working days"), "whole", Map.of())));
    visit(
        stops,
        "The tenant's rate limit",
        USER,
        "429 rate-limited, in 2 s",
        answered(
            new Prepared(
                429,
                oauth("too_many_requests", "Global limit has been reached"),
                "whole",
                Map.of("Retry-After", "" + PAUSE.toSeconds()))));
    // Until then the gateway leaves the tenant alone.
    Thread.sleep(PAUSE);
  }

  private void faults(List<Stop> stops) throws IOException, InterruptedException {
    visit(
        stops,
        "A wrong client secret: reported as not the user's fault",
        USER,
        "500 misconfigured",
        answered(new Prepared(401, oauth("access_denied", "Unauthorized"), "whole", Map.of())));
    visit(
        stops,
        "The tenant drops the connection: called once, no retry",
        USER,
        "504 no-answer, 1 call",
        counted(() -> answered(new Prepared(200, "{}", "none", Map.of()))));
    visit(
        stops,
        "A page of HTML instead of an answer",
        USER,
        "502 unavailable",
        answered(new Prepared(502, "<h1>Bad Gateway</h1>", "whole", Map.of())));
    visit(
        stops,
        "A proxy that hides the address: Auth0 is not called",
        "unknown",
        "400 address-unknown, 0 calls",
        counted(() -> alice("unknown")));
  }

  private void visit(List<Stop> stops, String what, String from, String expected, String seen) {
    Stop stop = new Stop(what, from, expected, seen);
    listener.accept(stop);
    stops.add(stop);
  }

  private String alice(String from) throws IOException, InterruptedException {
    return logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, from);
  }

  private String bob(String from) throws IOException, InterruptedException {
    return logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, from);
  }

  private String logIn(String user, String password, String from)
      throws IOException, InterruptedException {
    return summary(post("/api/auth", new Login(user, password), from));
  }

  /** Alice's login when the tenant's answer has been prepared. */
  private String answered(Prepared answer) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        send(
            json(tenant.baseUri().resolve("/emulator/next-answers"))
                .POST(BodyPublishers.ofString(json.writeValueAsString(answer))));
    if (reply.statusCode() >= 300) {
      throw new IOException("the tenant takes no prepared answer: " + reply.statusCode());
    }
    return alice(USER);
  }

  private String repeated(int times, Numbered login) throws IOException, InterruptedException {
    Set<String> answers = new LinkedHashSet<>();
    for (int n = 1; n <= times; n++) {
      answers.add(login.answer(n));
    }
    return answers.size() == 1
        ? times + " x " + answers.iterator().next()
        : String.join(", ", answers);
  }

  private String counted(Numbered.Once login) throws IOException, InterruptedException {
    long before = asked();
    String answer = login.answer();
    long calls = asked() - before;
    return answer + ", " + Counted.of(calls, "call");
  }

  /** How many token requests the tenant has received. */
  private long asked() {
    return tenant.tenant().received().stream()
        .filter(request -> request.path().equals("/oauth/token"))
        .count();
  }

  private JsonNode post(String path, Object body, String from)
      throws IOException, InterruptedException {
    HttpResponse<String> reply =
        send(
            json(gateway.resolve(path))
                .header("X-Forwarded-For", from)
                .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    ObjectNode answer = (ObjectNode) json.readTree(reply.body());
    reply
        .headers()
        .firstValue("Retry-After")
        .ifPresent(seconds -> answer.put("retry_after", seconds));
    return answer.put("status", reply.statusCode());
  }

  /** The status and the problem's name, or that there are tokens. */
  private static String summary(JsonNode answer) {
    String status = answer.path("status").asText() + " ";
    if (answer.hasNonNull("access_token")) {
      return status + "tokens";
    }
    String type = answer.path("type").asText();
    String name = type.substring(type.lastIndexOf('/') + 1);
    return name.equals("rate-limited")
        ? status + name + ", in " + answer.path("retry_after").asText() + " s"
        : status + name;
  }

  private record Login(String username, String password) {}

  private record Proof(@JsonProperty("mfa_token") String token, String otp) {}

  /** The tenant's answer to the next token request. */
  private record Prepared(int status, String body, String delivery, Map<String, String> headers) {}

  private String oauth(String error, String description) throws IOException {
    return json.writeValueAsString(Map.of("error", error, "error_description", description));
  }

  /** The n-th of several logins. */
  @FunctionalInterface
  private interface Numbered {

    String answer(int n) throws IOException, InterruptedException;

    /** A single one. */
    @FunctionalInterface
    interface Once {

      String answer() throws IOException, InterruptedException;
    }
  }

  private String code(String user) {
    return tenant.tenant().configuration().users().stream()
        .filter(each -> each.email().equals(user))
        .findFirst()
        .flatMap(each -> tenant.tenant().otpCode(each.userId()))
        .orElse("");
  }

  private long resetMails() {
    return tenant.tenant().mails().stream()
        .filter(mail -> mail.kind() == SentMail.Kind.PASSWORD_RESET)
        .filter(mail -> mail.to().equals(DemoTenant.LEAKY))
        .count();
  }

  /** As an operator would check the setup: a Management API token, then the logs. */
  private String logLine() throws IOException, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id="
            + DemoTenant.MANAGEMENT_CLIENT_ID
            + "&client_secret="
            + DemoTenant.MANAGEMENT_CLIENT_SECRET
            + "&audience="
            + encode(tenant.issuer() + "api/v2/");
    JsonNode token =
        json.readTree(
            send(HttpRequest.newBuilder(tenant.baseUri().resolve("/oauth/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form)))
                .body());
    String query = "type:sepft AND ip:\"" + USER + "\"";
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(
                    tenant.baseUri().resolve("/api/v2/logs?per_page=1&q=" + encode(query)))
                .header("Authorization", "Bearer " + token.path("access_token").asText()));
    JsonNode event = json.readTree(reply.body()).path(0);
    return "ip " + event.path("ip").asText() + ", client_ip " + event.path("client_ip").asText();
  }

  private static HttpRequest.Builder json(URI uri) {
    return HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
