package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.pages.PagesUseCases;
import dev.portcullis.adapters.http.server.GatewayServer;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.PublicListener;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.fake.RecordingJournal;
import dev.portcullis.testkit.fake.RecordingRenewedSessions;
import dev.portcullis.testkit.fake.RecordingRevokedSessions;
import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The login pages on a real server, with whatever outcome the test decides. A client has an address
 * if it sends X-Forwarded-For.
 */
final class ScriptedPages implements AutoCloseable {

  volatile Supplier<LoginOutcome> logIn = () -> new LoginOutcome.Granted(tokens());
  volatile ResetOutcome reset = new ResetOutcome.Accepted();
  volatile AuthenticatorsOutcome authenticators = new AuthenticatorsOutcome.Listed(Vector.empty());
  volatile ChallengeOutcome challenged = new ChallengeOutcome.OtpExpected();
  volatile EnrollmentOutcome enrolled = new EnrollmentOutcome.FactorUnavailable();
  volatile MfaOutcome verified = new MfaOutcome.WrongCode();

  private final BrowserLogin pages;
  private final GatewayServer server;

  ScriptedPages() {
    Settings settings = settings();
    InstantSource time = InstantSource.system();
    Supplier<RequestId> ids = () -> new RequestId(UUID.randomUUID().toString());
    RecordingJournal journal = new RecordingJournal();
    UserListener listener = settings.http().users().head();
    ClientAddresses addresses = new ClientAddresses(listener.name(), listener.address(), journal);
    this.pages =
        BrowserLogin.load(
            settings.pages().get(),
            useCases(),
            renewal -> new RefreshOutcome.RefreshTokenInvalid(),
            new SessionStores(new RecordingRevokedSessions(), new RecordingRenewedSessions()),
            time);
    HttpApi api =
        HttpApi.builder(ids, new RequestIntake(addresses, journal)).browserLogin(pages).build();
    this.server =
        GatewayServer.start(
            settings.http(),
            any -> new PublicListener(addresses, journal, api),
            HttpApi.of(ids, List.of()),
            new Readiness(),
            ids,
            time);
  }

  private static Settings settings() {
    int port = EmulatedTenant.freePort();
    String yaml =
        """
        listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:0"}
        client-ip:
          trusted-proxies: 127.0.0.0/8
          private-result: {allow: 203.0.113.0/24}
          trace: off
        auth0: {domain: "https://tenant.example.com", client-id: c, client-secret: not-used-here}
        pages:
          enabled: true
          origin: "http://127.0.0.1:%d"
          web-login: https://login.example.com/
        session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, revoked: memory}
        """
            .formatted(port, port);
    return SettingsReader.read(new SettingsSource("test", Path.of("."), yaml, HashMap.empty()))
        .toEither()
        .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n")));
  }

  private PagesUseCases useCases() {
    return new PagesUseCases(
        attempt -> logIn.get(),
        new CompleteMfaUseCase() {
          @Override
          public AuthenticatorsOutcome authenticators(PendingLogin waiting) {
            return authenticators;
          }

          @Override
          public ChallengeOutcome challenge(ChallengeRequest request) {
            return challenged;
          }

          @Override
          public EnrollmentOutcome enroll(EnrollmentRequest request) {
            return enrolled;
          }

          @Override
          public MfaOutcome verify(MfaAttempt attempt) {
            return verified;
          }
        },
        revocation -> new RevokeOutcome.Revoked(),
        subject -> reset);
  }

  /** Tokens of alice@example.com, valid for an hour. */
  static Tokens tokens() {
    String claims = "{\"sub\":\"auth0|alice\",\"email\":\"alice@example.com\"}";
    return new Tokens(
        new AccessToken("access-token"),
        "Bearer",
        Option.of(Duration.ofHours(1)),
        Option.none(),
        Option.of(new IdToken(part("{\"alg\":\"RS256\"}") + "." + part(claims) + ".c2ln")),
        Option.none());
  }

  private static String part(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  /** The address of a page. */
  URI page(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  @Override
  public void close() {
    server.close();
    pages.close();
  }
}
