package dev.portcullis.adapters.auth0.transport;

import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenForm;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import feign.Request;
import feign.RequestTemplate;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks for a password and a client secret in everything that can be seen of a call. */
class SecretsNeverAppearTest {

  private static final String PASSWORD = "canary-password-93c1";
  private static final String SECRET = Auth0Fixtures.SECRET;
  private static final Duration SHORT = Duration.ofMillis(300);

  private final List<String> logged = new ArrayList<>();
  private final Logger root = Logger.getLogger("");
  private final Level level = root.getLevel();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void record() {
    root.setLevel(Level.ALL);
    recorder.setLevel(Level.ALL);
    root.addHandler(recorder);
  }

  @AfterEach
  void stopRecording() {
    root.removeHandler(recorder);
    root.setLevel(level);
  }

  /** Servers that send back what they were sent, in every place from which it might be printed. */
  static Stream<ScriptedServer.Script> echoes() {
    return Stream.of(
        wire -> wire.send(wire.readRequest().body()),
        wire -> wire.send("HTTP/1.1 200 " + wire.readRequest().body() + "\r\n\r\n"),
        wire -> wire.send("HTTP/1.1 " + wire.readRequest().body() + "\r\n\r\n"),
        wire -> wire.send("HTTP/1.1 200 OK\r\n" + wire.readRequest().body() + "\r\n\r\n"),
        wire -> wire.send(header("Content-Length", wire.readRequest().body())),
        wire -> wire.send(header("Transfer-Encoding", wire.readRequest().body())),
        wire -> wire.send(header("Content-Encoding", wire.readRequest().body()) + "{}"),
        wire ->
            wire.send(header("Transfer-Encoding", "chunked") + wire.readRequest().body() + "\r\n"),
        wire -> wire.send(Auth0Fixtures.answer(200, wire.readRequest().body())),
        wire ->
            wire.send(
                Auth0Fixtures.answer(400, "{\"error\":\"" + wire.readRequest().body() + "\"}")),
        wire ->
            wire.send(
                Auth0Fixtures.answer(
                    429, "{}", "Retry-After: " + wire.readRequest().body() + "\r\n")),
        wire -> {
          wire.readRequest();
          wire.hang();
        },
        wire -> {
          wire.readRequest();
          wire.reset();
        });
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void neither_answer_nor_log_nor_console_shows_a_secret(ScriptedServer.Script echo) {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ScriptedServer server = ScriptedServer.start(echo);
        Auth0Client auth0 =
            Auth0Client.open(
                settings(server.uri()), Auth0Fixtures.defaultTls(), TestClock.create())) {

      var answer =
          auth0
              .credentialVerifier()
              .verify(
                  credentials("ada@example.com", PASSWORD),
                  GrantRequest.AS_CONFIGURED,
                  client("203.0.113.7"))
              .answer();

      assertThat(server.requests()).hasSize(1);
      assertThat(List.of(answer, auth0, auth0.credentialVerifier(), auth0.passwordResets()))
          .allSatisfy(shown -> assertClean(shown.toString()));
    } finally {
      System.setOut(out);
    }
    assertClean(printed.toString(StandardCharsets.UTF_8));
    assertThat(logged).allSatisfy(SecretsNeverAppearTest::assertClean);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void no_exception_of_the_client_shows_a_secret(ScriptedServer.Script echo) {
    try (ScriptedServer server = ScriptedServer.start(echo);
        HttpCoreClient http =
            HttpCoreClient.of(
                server.uri(),
                Auth0Fixtures.transport(SHORT),
                Auth0Fixtures.defaultTls(),
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {

      Throwable thrown =
          catchThrowable(() -> http.execute(request(server.uri()), new Request.Options()));

      for (Throwable t = thrown; t != null; t = t.getCause()) {
        StringWriter trace = new StringWriter();
        t.printStackTrace(new PrintWriter(trace));
        assertClean(trace.toString());
      }
    }
  }

  @Test
  void nothing_that_holds_a_secret_prints_it() {
    Auth0Settings settings = settings(URI.create("http://localhost"));
    TokenForm form = new TokenForm(settings);

    assertThat(
            List.of(
                settings,
                settings.clientSecret(),
                form,
                new OriginTarget<>(Auth0TokenApi.class, "http://localhost"),
                new EndpointTarget<>(
                    Auth0TokenApi.class,
                    "http://localhost",
                    () -> Map.of("Authorization", List.of(SECRET))),
                new TokenRequest.Password(credentials("ada", PASSWORD), GrantRequest.AS_CONFIGURED),
                template(URI.create("http://localhost")),
                request(URI.create("http://localhost")),
                new LoginSubject(Fixtures.requester("203.0.113.7"), Fixtures.identifier(PASSWORD))))
        .allSatisfy(holder -> assertClean(holder.toString()));
  }

  @Test
  void a_setting_that_is_refused_is_not_shown_if_it_is_a_secret() {
    assertThat(catchThrowable(() -> new ClientSecret(SECRET + "\n")))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(refusal -> assertClean(refusal.toString()));
    assertThat(catchThrowable(() -> settings(URI.create("https://user:" + SECRET + "@localhost"))))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(refusal -> assertClean(refusal.toString()));
  }

  private static String header(String name, String value) {
    return "HTTP/1.1 200 OK\r\n" + name + ": " + value + "\r\n\r\n";
  }

  /** As Feign makes it. */
  private static Request request(URI uri) {
    return new EndpointTarget<>(Auth0TokenApi.class, uri + "/oauth/token", Map::of)
        .apply(template(uri));
  }

  private static RequestTemplate template(URI uri) {
    RequestTemplate template = new RequestTemplate().method(Request.HttpMethod.POST);
    new TokenForm(settings(uri))
        .encode(
            new TokenRequest.Password(
                credentials("ada@example.com", PASSWORD), GrantRequest.AS_CONFIGURED),
            TokenRequest.class,
            template);
    return template.resolve(Map.of());
  }

  private static Auth0Settings settings(URI tenant) {
    return Auth0Fixtures.settings(tenant, Auth0Fixtures.transport(SHORT));
  }

  private static void assertClean(String text) {
    assertThat(text).doesNotContain(PASSWORD).doesNotContain(SECRET);
  }
}
