package com.example.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.embed.Journals;
import dev.portcullis.embed.Origins;
import dev.portcullis.embed.Portcullis;
import dev.portcullis.embed.Refusal;
import io.vavr.control.Either;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with a login form's endpoint at {@code /login} and the gateway's API below it. */
public final class LoginService implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("login");
  private static final int MAX_FORM = 32 * 1024;

  private final Portcullis gate;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private LoginService(Portcullis gate, int port) throws IOException {
    this.gate = gate;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/login", this::logIn);
    // region: api
    HttpApi api = gate.http().login().tokens().mfa().resets().description().build();
    server.createContext("/", new ApiBinding(api));
    // end
    server.start();
  }

  /** Serves on port 8080 of this machine, or on {@code PORT}, until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    LoginService service = start(Settings.auth0(System.getenv()), Settings.addresses(), port);
    Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    System.out.println("http://127.0.0.1:" + service.port() + "/login");
  }

  /**
   * A running service.
   *
   * @param port 0 for any free one
   */
  static LoginService start(Auth0Settings tenant, ClientAddressPolicy addresses, int port)
      throws IOException {
    Portcullis gate =
        Portcullis.builder()
            .auth0(tenant)
            .addresses(addresses)
            .journal(Journals.slf4j(LOG))
            .build();
    return new LoginService(gate, port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  // region: log-in
  private void logIn(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(exchange.getRequestBody().readNBytes(MAX_FORM));

    Either<Refusal, LoginOutcome> answer =
        gate.logIn(
            form.getOrDefault("username", ""),
            form.getOrDefault("password", ""),
            Origins.of(exchange.getRemoteAddress(), exchange.getRequestHeaders()));

    if (answer.isLeft()) {
      send(exchange, 400, text(answer.getLeft()));
    } else {
      send(exchange, answer.get() instanceof LoginOutcome.Granted ? 200 : 403, text(answer.get()));
    }
  }

  // end

  // region: outcomes
  private static String text(LoginOutcome outcome) {
    return switch (outcome) {
      case LoginOutcome.Granted(var tokens) -> "Welcome."; // keep the tokens, start a session
      case LoginOutcome.WrongCredentials() -> "Wrong username or password.";
      case LoginOutcome.PasswordLeaked(BreachOutcome.ResetMailSent()) ->
          "Your password is known from a breach. A link to set a new one is on its way to you.";
      case LoginOutcome.PasswordLeaked(BreachOutcome.ResetPage(var page)) ->
          "Your password is known from a breach. Set a new one: " + page;
      case LoginOutcome.PasswordLeaked leaked ->
          "Your password is known from a breach. Reset it before you log in again.";
      case LoginOutcome.BruteForceBlocked() -> "Too many wrong passwords. Try again later.";
      case LoginOutcome.IpThrottled() -> "Too many logins from your network. Try again later.";
      case LoginOutcome.TooManyLogins() -> "Too many logins. Try again in a minute.";
      case LoginOutcome.AttemptsLimited(var limit, var retryAfter) ->
          "Too many failed logins. Try again in " + retryAfter.toSeconds() + " seconds.";
      case LoginOutcome.MfaRequired(var token) -> "Enter the code of your authenticator app.";
      case LoginOutcome.VerificationRequired() -> "Use the web login.";
      case LoginOutcome.Denied(var reason) -> "You may not log in here.";
      case LoginOutcome.UserBlocked() -> "Your account is blocked.";
      case LoginOutcome.Unanswered(var why) -> "We cannot log you in right now.";
    };
  }

  private static String text(Refusal refusal) {
    return switch (refusal) {
      case Refusal.AddressUnknown(var reason) -> "Your network address cannot be established.";
      case Refusal.InvalidInput(var problems) -> "Enter your username and your password.";
    };
  }

  // end

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> form(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), decoded(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Stops the server first and then the gateway, which waits for logins in progress. */
  @Override
  public void close() {
    server.stop(0);
    gate.close();
    threads.close();
  }
}
