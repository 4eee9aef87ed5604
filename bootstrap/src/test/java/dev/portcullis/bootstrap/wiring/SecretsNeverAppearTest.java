package dev.portcullis.bootstrap.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.InMemoryMfaProvider;
import dev.portcullis.testkit.fake.InMemoryRefreshTokens;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything that Portcullis says of logins, at the most talkative level, searched for what it must
 * never say.
 */
@Isolated
class SecretsNeverAppearTest {

  private static final String PASSWORD = "Canary-Pässword-7f3a \"quoted\"";
  private static final String TOKEN = "canary-token-91c4";

  private final PrintStream realError = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(said, true, UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setErr(realError);
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "TEXT"})
  void in_the_log_and_the_metrics_of_real_logins(LogSetup.Format format) throws Exception {
    LogSetup.apply(format, Level.TRACE, Channels.newChannel(said));
    String metrics;
    try (Auth0Emulator tenant = EmulatedTenant.start();
        Gateway.Running gateway =
            ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      Runnable tenantIsGone = tenant::close;
      assertThat(client.logIn(DemoTenant.ALICE, PASSWORD, "203.0.113.7").status()).isEqualTo(403);
      assertThat(client.logIn(PASSWORD, PASSWORD, "203.0.113.7").status()).isEqualTo(403);
      assertThat(client.logIn(DemoTenant.ALICE, PASSWORD, PASSWORD.replace('ä', 'a')).status())
          .isEqualTo(400);
      assertThat(client.post("application/json", "{\"password\":\"" + PASSWORD).statusCode())
          .isEqualTo(400);
      assertThat(client.post("text/plain", PASSWORD).statusCode()).isEqualTo(415);
      assertThat(client.post("application/json", PASSWORD.repeat(2000)).statusCode())
          .isEqualTo(413);
      assertThat(
              client
                  .post("application/x-www-form-urlencoded", "password=%zz" + PASSWORD)
                  .statusCode())
          .isEqualTo(400);
      var granted = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");
      tenantIsGone.run();
      assertThat(client.logIn(DemoTenant.ALICE, PASSWORD, "203.0.113.7").status()).isEqualTo(503);
      metrics = client.get(gateway.operatorsPort(), "/metrics");

      assertSilentAbout(granted.text("access_token"), said(), metrics);
      assertSilentAbout(granted.text("id_token"), said(), metrics);
    }

    assertThat(said()).contains("203.0.113.7");
    for (String secret :
        List.of(PASSWORD, DemoTenant.ALICE_PASSWORD, DemoTenant.GATEWAY_CLIENT_SECRET)) {
      assertSilentAbout(secret, said(), metrics);
    }
    if (format == LogSetup.Format.JSON) {
      assertEveryLineIsJson();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "TEXT"})
  void in_the_log_of_any_verdict_fault_or_defect(LogSetup.Format format) throws Exception {
    LogSetup.apply(format, Level.TRACE, Channels.newChannel(said));
    Tokens tokens =
        new Tokens(
            new AccessToken(TOKEN),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.of(new IdToken(TOKEN)),
            Option.of(new RefreshToken(TOKEN)));
    ProviderError error = new ProviderError(401, "access_denied", "two\nlines \"quoted\" \u0007");
    Vector<Verdict> answers =
        Vector.of(
            new LoginOutcome.Granted(tokens),
            new LoginOutcome.MfaRequired(new MfaToken(TOKEN)),
            new Verdict.PasswordLeaked(),
            new LoginOutcome.Denied("two\nlines"),
            new LoginOutcome.Unanswered(
                new ProviderFault.RateLimited(Option.of(Duration.ofSeconds(3)))),
            new LoginOutcome.Unanswered(
                new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error)),
            new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED)),
            new LoginOutcome.Unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT)),
            new LoginOutcome.Unanswered(new ProviderFault.Unavailable(error)),
            new LoginOutcome.Unanswered(new ProviderFault.Unintelligible(error)));
    AtomicInteger next = new AtomicInteger();
    CredentialVerifier verifier =
        (credentials, request, client) -> {
          int i = next.getAndIncrement();
          if (i < answers.size()) {
            return ProviderReply.of(answers.get(i));
          }
          throw new IllegalStateException("defect with " + credentials.password().reveal());
        };
    StringBuilder printed = new StringBuilder();
    answers.forEach(answer -> printed.append(answer).append('\n'));
    printed.append(Fixtures.anAttempt().withPassword(PASSWORD).build());
    String metrics;

    Settings settings;
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      settings = EmulatedTenant.settings(tenant);
    }
    printed.append(settings);
    TestClock clock = TestClock.create();
    TestComponent component =
        DaggerTestComponent.factory()
            .create(
                settings,
                Provider.of(verifier, what -> "fix " + what)
                    .withRefreshTokens(new InMemoryRefreshTokens())
                    .withSecondFactors(new InMemoryMfaProvider())
                    .withPasswordResets(subject -> new ResetStart.ResetNotStarted()),
                clock,
                () -> new RequestId("request"),
                () -> {});
    try (Gateway.Running gateway = component.gateway().start();
        GatewayClient client = new GatewayClient(gateway.port())) {
      for (int i = 0; i <= answers.size(); i++) {
        var answer = client.logIn("ada@example.com", PASSWORD, "203.0.113.7");
        if (i == answers.size()) {
          assertThat(answer.status()).isEqualTo(500);
          assertSilentAbout(PASSWORD, answer.body().toString(), "");
        }
        // Until the provider takes requests again.
        clock.advance(Duration.ofSeconds(4));
      }
      metrics = client.get(gateway.operatorsPort(), "/metrics");
    }

    assertThat(said()).contains("IllegalStateException");
    for (String secret : List.of(PASSWORD, TOKEN, DemoTenant.GATEWAY_CLIENT_SECRET)) {
      assertSilentAbout(secret, said(), metrics);
      assertSilentAbout(secret, printed.toString(), "");
    }
    if (format == LogSetup.Format.JSON) {
      assertEveryLineIsJson();
    }
  }

  private String said() {
    LogSetup.flush();
    return said.toString(UTF_8);
  }

  private void assertEveryLineIsJson() {
    assertThat(said().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).isObject()).isTrue());
  }

  private static void assertSilentAbout(String secret, String log, String metrics) {
    byte[] bytes = secret.getBytes(UTF_8);
    String all = log + metrics;
    assertThat(
            List.of(
                secret,
                secret.substring(0, 12),
                secret.replace("\"", "\\\""),
                URLEncoder.encode(secret, UTF_8),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                new StringBuilder(secret).reverse().toString()))
        .allSatisfy(form -> assertThat(all.contains(form)).as("a form of a secret").isFalse());
  }
}
