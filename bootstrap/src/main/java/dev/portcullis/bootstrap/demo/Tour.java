package dev.portcullis.bootstrap.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.seed.DemoTenant;
import dev.portcullis.emulator.users.SentMail;
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
import java.util.function.Consumer;

/**
 * What a visitor is shown: real requests to a real gateway, as the proxy before it would send them,
 * and what came of them at the tenant.
 */
public final class Tour implements AutoCloseable {

  private static final String USER = "203.0.113.7";
  private static final String OTHER_USER = "203.0.113.8";
  private static final String ATTACKER = "198.51.100.66";
  private static final int THRESHOLD = 10;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI gateway;
  private final Auth0Emulator tenant;
  private final Consumer<Stop> listener;

  /**
   * A tour that tells {@code listener} of each stop as soon as it is over.
   *
   * @param gateway the base URI
   */
  public Tour(URI gateway, Auth0Emulator tenant, Consumer<Stop> listener) {
    this.gateway = gateway;
    this.tenant = tenant;
    this.listener = listener;
  }

  /**
   * One stop.
   *
   * @param from the address that the proxy reports, as in X-Forwarded-For
   */
  public record Stop(String what, String from, String expected, String seen) {

    public boolean asExpected() {
      return expected.equals(seen);
    }
  }

  /**
   * Goes round.
   *
   * @throws IOException if gateway or tenant cannot be reached
   */
  public Seq<Stop> run() throws IOException, InterruptedException {
    Seq<Stop> stops = Vector.empty();
    stops =
        add(
            stops,
            "The right password",
            USER,
            "200 tokens",
            logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, USER));
    stops =
        add(
            stops,
            "A wrong password",
            USER,
            "403 invalid_grant",
            logIn(DemoTenant.ALICE, "not her password", USER));
    stops =
        add(
            stops,
            "A user that does not exist: the same answer",
            USER,
            "403 invalid_grant",
            logIn("nobody@example.com", "not her password", USER));
    stops =
        add(
            stops,
            "A leaked password: a reset mail is sent",
            OTHER_USER,
            "401 password_leaked, 1 mail",
            logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, OTHER_USER)
                + ", "
                + resetMails()
                + " mail");
    stops =
        add(
            stops,
            THRESHOLD + " wrong guesses by one attacker",
            ATTACKER,
            THRESHOLD + " x 403 invalid_grant",
            guess());
    stops =
        add(
            stops,
            "The attacker's next try, even with the right password",
            ATTACKER,
            "429 too_many_attempts",
            logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, ATTACKER));
    stops =
        add(
            stops,
            "The same user from his own address still logs in",
            OTHER_USER,
            "200 tokens",
            logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, OTHER_USER));
    String spoofed = OTHER_USER + ", " + ATTACKER;
    stops =
        add(
            stops,
            "The attacker writes that address into X-Forwarded-For",
            spoofed,
            "429 too_many_attempts",
            logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, spoofed));
    int before = tenant.tenant().received().size();
    stops =
        add(
            stops,
            "A proxy that hides the address: Auth0 is not even asked",
            "unknown",
            "400 address-unknown, 0 asked",
            logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "unknown")
                + ", "
                + (tenant.tenant().received().size() - before)
                + " asked");
    return add(
        stops,
        "The tenant's log of the first login: sepft",
        USER,
        "ip " + USER + ", client_ip 127.0.0.1",
        logLine());
  }

  private Seq<Stop> add(Seq<Stop> stops, String what, String from, String expected, String seen) {
    Stop stop = new Stop(what, from, expected, seen);
    listener.accept(stop);
    return stops.append(stop);
  }

  private String guess() throws IOException, InterruptedException {
    Seq<String> answers = Vector.empty();
    for (int i = 1; i <= THRESHOLD; i++) {
      answers = answers.append(logIn(DemoTenant.BOB, "guess " + i, ATTACKER));
    }
    return answers.distinct().size() == 1
        ? answers.size() + " x " + answers.head()
        : answers.mkString(", ");
  }

  private String logIn(String user, String password, String forwardedFor)
      throws IOException, InterruptedException {
    String body = json.writeValueAsString(new Login(user, password));
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(gateway.resolve("/api/auth"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", forwardedFor)
                .POST(BodyPublishers.ofString(body)));
    JsonNode answer = json.readTree(reply.body());
    if (answer.hasNonNull("access_token")) {
      return reply.statusCode() + " tokens";
    }
    String type = answer.path("type").asText();
    String slug = type.substring(type.lastIndexOf('/') + 1);
    // An address that is unknown is not an OAuth error of its own.
    return reply.statusCode()
        + " "
        + (slug.equals("address-unknown") ? slug : answer.path("error").asText("no error"));
  }

  private record Login(String username, String password) {}

  private long resetMails() {
    return tenant.tenant().mails().stream()
        .filter(mail -> mail.kind() == SentMail.Kind.PASSWORD_RESET)
        .filter(mail -> mail.to().equals(DemoTenant.LEAKY))
        .count();
  }

  /** What an operator does to check the set-up: a Management API token, then the logs. */
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
    String query = "type:sepft AND user_name:\"" + DemoTenant.ALICE + "\"";
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(
                    tenant.baseUri().resolve("/api/v2/logs?per_page=1&q=" + encode(query)))
                .header("Authorization", "Bearer " + token.path("access_token").asText()));
    JsonNode event = json.readTree(reply.body()).path(0);
    return "ip " + event.path("ip").asText() + ", client_ip " + event.path("client_ip").asText();
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
