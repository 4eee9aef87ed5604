package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.session.CookieDomain;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.RecordingJournal;
import dev.portcullis.testkit.fake.RecordingRenewedSessions;
import dev.portcullis.testkit.fake.RecordingRevokedSessions;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The login pages, forward auth and the API without a server; the test decides what the tenant
 * answers.
 */
public final class PagesSite implements AutoCloseable {

  public static final String ORIGIN = "https://login.example.com";
  static final String APP = "https://app.example.com";

  public final TestClock clock = TestClock.create();
  public final RevokedSessions revoked;
  public final RenewedSessions renewed;
  public final RecordingJournal journal = new RecordingJournal();
  final List<LoginAttempt> attempts = new CopyOnWriteArrayList<>();
  public final List<Renewal> renewals = new CopyOnWriteArrayList<>();
  final List<LoginSubject> resets = new CopyOnWriteArrayList<>();
  final List<MfaAttempt> proofs = new CopyOnWriteArrayList<>();
  final List<EnrollmentRequest> enrollments = new CopyOnWriteArrayList<>();
  public final List<Revocation> revocations = new CopyOnWriteArrayList<>();

  public volatile Function<LoginAttempt, LoginOutcome> logIn =
      attempt -> new LoginOutcome.Granted(tokens("access-1", "refresh-1"));
  public volatile Function<Renewal, RefreshOutcome> renew =
      renewal -> new RefreshOutcome.Renewed(tokens("access-2", "refresh-2"));
  volatile AuthenticatorsOutcome authenticators = new AuthenticatorsOutcome.Listed(Vector.empty());
  volatile ChallengeOutcome challenged = new ChallengeOutcome.OtpExpected();
  volatile EnrollmentOutcome enrolled =
      new EnrollmentOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
  volatile MfaOutcome verified = new MfaOutcome.WrongCode();
  volatile ResetOutcome reset = new ResetOutcome.Accepted();

  private final HttpApi api;
  private final BrowserLogin pages;

  private PagesSite(
      String origin,
      SessionSettings session,
      Option<Path> branding,
      Option<Path> messages,
      ForwardAuthSettings forwardAuth,
      SessionStores stores) {
    this.revoked = stores.revoked();
    this.renewed = stores.renewed();
    AtomicInteger next = new AtomicInteger();
    ClientAddresses addresses =
        new ClientAddresses(
            "users",
            new AddressSettings(
                ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()),
                "test",
                TraceMode.OFF,
                Option.none()),
            journal);
    PagesUseCases useCases = useCases();
    this.pages =
        BrowserLogin.load(
            PagesSettings.of(new WebOrigin(origin), session)
                .withReturnTo(Vector.of(new WebOrigin(APP)))
                .withScope(new Scope(LinkedHashSet.of("openid")))
                .withBranding(branding)
                .withMessages(messages)
                .withForwardAuth(forwardAuth),
            useCases,
            renewal -> {
              renewals.add(renewal);
              return renew.apply(renewal);
            },
            stores,
            clock);
    this.api =
        HttpApi.builder(
                () -> new RequestId("r" + next.incrementAndGet()),
                new RequestIntake(addresses, journal))
            .login(useCases.logIn())
            .mfa(useCases.mfa())
            .resets(useCases.resetPassword())
            .browserLogin(pages)
            .callableFrom(CallerOrigins.NONE)
            .build();
  }

  public static PagesSite start() {
    return start(SessionKeys.random());
  }

  public static PagesSite start(SessionKeys keys) {
    return start(keys, newStores());
  }

  public static SessionStores newStores() {
    return new SessionStores(new RecordingRevokedSessions(), new RecordingRenewedSessions());
  }

  /** What this site remembers of sessions, which outlives it. */
  public SessionStores stores() {
    return new SessionStores(revoked, renewed);
  }

  /** The gateway after a restart, or another instance, over the same store. */
  public static PagesSite start(SessionKeys keys, SessionStores stores) {
    return new PagesSite(
        ORIGIN, sessions(keys), Option.none(), Option.none(), forwardAuth(false), stores);
  }

  /** Pages at another origin. */
  static PagesSite at(String origin) {
    return fresh(origin, Option.none(), Option.none(), forwardAuth(false));
  }

  /** With texts of a folder. */
  static PagesSite speaking(Path folder) {
    return fresh(ORIGIN, Option.none(), Option.of(folder), forwardAuth(false));
  }

  static PagesSite branded(Path folder) {
    return fresh(ORIGIN, Option.of(folder), Option.none(), forwardAuth(false));
  }

  public static PagesSite redirecting() {
    return fresh(ORIGIN, Option.none(), Option.none(), forwardAuth(true));
  }

  public static PagesSite passingPreflights() {
    return fresh(ORIGIN, Option.none(), Option.none(), forwardAuth(true).withPreflight(true));
  }

  /** Whose sessions all hosts of a domain share. */
  public static PagesSite sharedIn(CookieDomain domain) {
    return new PagesSite(
        ORIGIN,
        sessions(SessionKeys.random()).withDomain(Option.of(domain)),
        Option.none(),
        Option.none(),
        forwardAuth(false),
        newStores());
  }

  private static PagesSite fresh(
      String origin,
      Option<Path> branding,
      Option<Path> messages,
      ForwardAuthSettings forwardAuth) {
    return new PagesSite(
        origin, sessions(SessionKeys.random()), branding, messages, forwardAuth, newStores());
  }

  private static SessionSettings sessions(SessionKeys keys) {
    return SessionSettings.of(keys, Duration.ofHours(8), Duration.ofHours(1));
  }

  private static ForwardAuthSettings forwardAuth(boolean redirect) {
    return new ForwardAuthSettings(true, redirect, Duration.ofMinutes(1));
  }

  /** Tokens of ada@example.com, valid for an hour. */
  public static Tokens tokens(String access, String refresh) {
    return tokens(
        access,
        refresh,
        "{\"sub\":\"auth0|ada\",\"email\":\"ada@example.com\",\"email_verified\":true,"
            + "\"name\":\"Ada Żółć\"}");
  }

  /** Tokens of the user whom these claims of the ID token describe, valid for an hour. */
  public static Tokens tokens(String access, String refresh, String claims) {
    return new Tokens(
        new AccessToken(access),
        "Bearer",
        Option.of(Duration.ofHours(1)),
        Option.none(),
        Option.of(new IdToken(part("{\"alg\":\"RS256\"}") + "." + part(claims) + ".c2ln")),
        Option.of(refresh).filter(it -> !it.isEmpty()).map(RefreshToken::new));
  }

  /** Text as a token is: base64url of what no compression makes smaller. */
  public static String random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private PagesUseCases useCases() {
    return new PagesUseCases(
        attempt -> {
          attempts.add(attempt);
          return logIn.apply(attempt);
        },
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
            enrollments.add(request);
            return enrolled;
          }

          @Override
          public MfaOutcome verify(MfaAttempt attempt) {
            proofs.add(attempt);
            return verified;
          }
        },
        revocation -> {
          revocations.add(revocation);
          return new RevokeOutcome.Revoked();
        },
        subject -> {
          resets.add(subject);
          return reset;
        });
  }

  /** A browser without cookies. */
  public Visitor visitor() {
    return new Visitor(api);
  }

  /** Stops as the gateway does: renewals in progress end. */
  @Override
  public void close() {
    pages.close();
  }
}
