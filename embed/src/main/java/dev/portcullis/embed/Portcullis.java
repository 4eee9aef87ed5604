package dev.portcullis.embed;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.journal.MicrometerConnectionPool;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.protection.ProtectionState;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.PolicyLint;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A login gateway in front of one tenant, inside your program. It does what the shipped gateway
 * does: it finds each user's own address or refuses the login, submits a login to the provider once
 * and never again, and maps every answer to one outcome. Password resets, codes of second factors,
 * the address settings and the provider are guarded without further settings.
 *
 * <pre>{@code
 * try (Portcullis gate =
 *     Portcullis.builder()
 *         .auth0(Auth0Settings.of(tenant, clientId, new ClientSecret(secret)))
 *         .addresses(ClientAddressPolicy.behind(IpRangeSet.parse("10.0.0.0/8")))
 *         .journal(Journals.slf4j(log).and(Journals.micrometer(registry)))
 *         .build()) {
 *   Either<Refusal, LoginOutcome> answer =
 *       gate.logIn("ada@example.com", password, Origins.of(socketAddress, headers));
 *   HttpApi api = gate.http().login().tokens().mfa().resets().build();
 * }
 * }</pre>
 *
 * <p>{@link #logIn} is all that a login form needs. For the steps after it, find out who asks with
 * {@link #requester} and call {@link #secondFactors}, {@link #renewals}, {@link #revocations} or
 * {@link #resets}. {@link #http} offers all of it as an HTTP API without a server.
 *
 * <p>Every call blocks until the provider has answered, for at most its call timeout; call it from
 * virtual or platform threads. Safe for concurrent use. Several in one process share nothing: give
 * each a {@link Builder#name}, which its meters and threads carry. Create one for each tenant, keep
 * it, and close it after the last request.
 */
public final class Portcullis implements AutoCloseable {

  /** The name of the listener whose requests {@link #logIn} takes. */
  public static final String USERS = "users";

  private static final Logger LOG = LoggerFactory.getLogger(Portcullis.class);

  private final String name;
  private final Provider provider;
  private final GuardedUseCases useCases;
  private final Map<String, RequestIntake> listeners;
  private final Supplier<RequestId> ids;
  private final Duration drain;
  private final OpenCalls calls;
  private final Runnable closing;

  private Portcullis(Builder from, Opened opened) {
    this.name = from.name;
    this.provider = opened.provider();
    this.ids = from.ids;
    this.drain = from.drain;
    this.calls = new OpenCalls("Portcullis " + name);
    Journals.Opened journals =
        from.journals.open(
            new Journals.Owner(
                name, from.policies.keySet().toVector(), provider::remedy, opened.pool()));
    this.useCases =
        GuardedUseCases.of(
            provider, from.guards().withCalls(journals.calls()), journals.journal(), from.time);
    journals.watching().accept(useCases::protection);
    this.listeners =
        from.policies
            .keySet()
            .toLinkedMap(
                listener -> listener,
                listener ->
                    new RequestIntake(
                        new ClientAddresses(
                            listener,
                            settings(from.policies.get(listener).get()),
                            journals.journal()),
                        journals.journal(),
                        from.tracing));
    this.closing =
        () -> {
          useCases.close();
          opened.closing().run();
          journals.closing().run();
        };
  }

  /**
   * A provider, and how it is closed.
   *
   * @param pool its connections, if they are opened here
   */
  private record Opened(
      Provider provider, Option<MicrometerConnectionPool.Readings> pool, Runnable closing) {}

  /** Composes one. {@link Builder#auth0} or {@code provider}, and {@code addresses} are needed. */
  public static Builder builder() {
    return new Builder();
  }

  /** The name of the tenant, as in meters and names of threads. */
  public String name() {
    return name;
  }

  /** What stands behind this gateway, with its capabilities. */
  public Provider provider() {
    return provider;
  }

  /** How things stand between this gateway and its provider now. */
  public ProtectionState protection() {
    return useCases.protection();
  }

  /**
   * Logs a user in. The password is submitted to the provider at most once, and not at all if this
   * is a {@link Refusal}.
   *
   * @param username exactly as typed
   * @param password exactly as typed
   * @throws IllegalStateException after {@link #close}
   */
  public Either<Refusal, LoginOutcome> logIn(
      String username, String password, RequestOrigin origin) {
    return requester(origin)
        .flatMap(requester -> attempt(username, password, requester))
        .map(logins()::logIn);
  }

  /**
   * Who sends a request: its address as the policy of {@link Builder#addresses} establishes it, and
   * a new id. A refusal is recorded.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public Either<Refusal, Requester> requester(RequestOrigin origin) {
    return calls.run(
        () -> intake(USERS).requester(origin, ids.get()).mapLeft(Refusal.AddressUnknown::new));
  }

  /** Logs users in whose address is already established. */
  public LogInUseCase logins() {
    return attempt -> calls.run(() -> useCases.logIn().logIn(attempt));
  }

  /**
   * Completes logins that ended with {@code MfaRequired}.
   *
   * @throws IllegalStateException if the provider has no second factors
   */
  public CompleteMfaUseCase secondFactors() {
    return new OpenMfa(useCases.mfa(), calls);
  }

  /**
   * Exchanges refresh tokens.
   *
   * @throws IllegalStateException if the provider issues none
   */
  public RenewTokensUseCase renewals() {
    RenewTokensUseCase renew = useCases.renew();
    return renewal -> calls.run(() -> renew.renew(renewal));
  }

  /**
   * Ends refresh tokens.
   *
   * @throws IllegalStateException if the provider issues none
   */
  public RevokeTokensUseCase revocations() {
    RevokeTokensUseCase revoke = useCases.revoke();
    return revocation -> calls.run(() -> revoke.revoke(revocation));
  }

  /**
   * Starts the password resets that users ask for.
   *
   * @throws IllegalStateException if the provider starts none
   */
  public ResetPasswordUseCase resets() {
    ResetPasswordUseCase reset = useCases.reset();
    return subject -> calls.run(() -> reset.reset(subject));
  }

  /** Composes the HTTP API of the listener {@value #USERS}. */
  public HttpApiBuilder http() {
    return http(USERS);
  }

  /**
   * Composes the HTTP API of a listener.
   *
   * @param listener {@value #USERS}, or one of {@link Builder#listener}
   * @throws IllegalArgumentException if there is none of this name
   */
  public HttpApiBuilder http(String listener) {
    return new HttpApiBuilder(this, HttpApi.builder(ids, intake(listener)));
  }

  /**
   * Takes no more calls, waits for those in progress and for resets that were promised, then closes
   * the connections and journals that it has opened. Waits for at most twice {@link Builder#drain}.
   * Stop your server first: requests to an {@link HttpApi} are answered with 500 from now on.
   * Closing it again has no effect.
   */
  @Override
  public void close() {
    if (calls.close(drain)) {
      closing.run();
    }
  }

  /** The name alone. */
  @Override
  public String toString() {
    return "Portcullis[" + name + "]";
  }

  private RequestIntake intake(String listener) {
    return listeners
        .get(listener)
        .getOrElseThrow(
            () ->
                new IllegalArgumentException(
                    "listener: "
                        + listener
                        + " (expected: one of "
                        + listeners.keySet().mkString(", ")
                        + ")"));
  }

  private static AddressSettings settings(ClientAddressPolicy policy) {
    return new AddressSettings(policy, "embedded", TraceMode.OFF, Option.none());
  }

  private static Either<Refusal, LoginAttempt> attempt(
      String username, String password, Requester requester) {
    return Validation.combine(
            LoginIdentifier.of(username).mapError(detail -> new FieldProblem("username", detail)),
            Password.of(password).mapError(detail -> new FieldProblem("password", detail)))
        .ap((user, secret) -> new LoginAttempt(requester, new Credentials(user, secret)))
        .toEither()
        .mapLeft(Refusal.InvalidInput::new);
  }

  /** Composes a {@link Portcullis}. Immutable: every method returns another builder. */
  public static final class Builder {

    private String name = "tenant";
    private Option<Auth0Settings> tenant = Option.none();
    private Option<SSLContext> tls = Option.none();
    private Option<Provider> provider = Option.none();
    private Option<PasswordResets> ownResets = Option.none();
    private Map<String, ClientAddressPolicy> policies = LinkedHashMap.empty();
    private Journals journals = Journals.none();
    private UnaryOperator<GuardSettings> limits = UnaryOperator.identity();
    private Duration drain = Duration.ofSeconds(25);
    private InstantSource time = SystemTime.clock();
    private Supplier<RequestId> ids = RequestIds.random();
    private Tracing tracing = Tracing.OFF;

    private Builder() {}

    private Builder with(Consumer<Builder> change) {
      Builder copy = new Builder();
      copy.name = name;
      copy.tenant = tenant;
      copy.tls = tls;
      copy.provider = provider;
      copy.ownResets = ownResets;
      copy.policies = policies;
      copy.journals = journals;
      copy.limits = limits;
      copy.drain = drain;
      copy.time = time;
      copy.ids = ids;
      copy.tracing = tracing;
      change.accept(copy);
      return copy;
    }

    /**
     * The name of the tenant, in meters and names of threads.
     *
     * @param value 1 to 40 letters, digits, dots, hyphens and underscores; {@code tenant} by
     *     default
     */
    public Builder name(String value) {
      return with(copy -> copy.name = value);
    }

    /** Verifies logins at an Auth0 tenant. It is connected to at the first login. */
    public Builder auth0(Auth0Settings settings) {
      return with(copy -> copy.tenant = Option.some(settings));
    }

    /** Which certificates of the Auth0 tenant to trust, in place of the JDK's default. */
    public Builder tls(SSLContext context) {
      return with(copy -> copy.tls = Option.some(context));
    }

    /** Verifies logins at another provider, which you close yourself. */
    public Builder provider(Provider value) {
      return with(copy -> copy.provider = Option.some(value));
    }

    /**
     * How the addresses of users are established: the policy of the listener {@value
     * Portcullis#USERS}, which {@link Portcullis#logIn} uses.
     */
    public Builder addresses(ClientAddressPolicy policy) {
      return listener(USERS, policy);
    }

    /**
     * A listener with a policy of its own, for {@link Portcullis#http(String)}.
     *
     * @param listener 1 to 40 letters, digits, dots, hyphens and underscores
     */
    public Builder listener(String listener, ClientAddressPolicy policy) {
      return with(copy -> copy.policies = copy.policies.put(listener, policy));
    }

    /** Where it records what happens; nowhere by default. */
    public Builder journal(Journals value) {
      return with(copy -> copy.journals = value);
    }

    /** Sends users who need a new password to a page of yours, in place of the provider's mails. */
    public Builder resetPage(String url) {
      return resets(new HandOffPasswordResets(url));
    }

    /** Starts password resets in this way, in place of the provider's. */
    public Builder resets(PasswordResets value) {
      return with(copy -> copy.ownResets = Option.some(value));
    }

    /** How many resets may be started; {@link ResetLimits#DEFAULT} by default. */
    public Builder resetLimits(ResetLimits value) {
      return limited(guards -> guards.withResetLimits(value));
    }

    /** Counts resets elsewhere, for all instances together, and by limits of its own. */
    public Builder resetLimiter(ResetLimiter value) {
      return limited(guards -> guards.withResetLimiter(value));
    }

    /** How many logins may be tried; {@link AttemptLimits#watch} by default, which refuses none. */
    public Builder attemptLimits(AttemptLimits value) {
      return limited(guards -> guards.withAttemptLimits(value));
    }

    /** Counts login attempts elsewhere, for all instances together, and by limits of its own. */
    public Builder attemptLimiter(AttemptLimiter value) {
      return limited(guards -> guards.withAttemptLimiter(value));
    }

    /**
     * How the provider is protected from this gateway, in place of what the settings of the Auth0
     * tenant say; {@link ProtectionSettings#defaults} for another provider.
     */
    public Builder protection(ProtectionSettings value) {
      return limited(guards -> guards.withProtection(value));
    }

    /** Spaces the calls to the provider elsewhere, for all instances together. */
    public Builder tenantPace(TenantPace value) {
      return limited(guards -> guards.withTenantPace(value));
    }

    /** Counts codes of second factors elsewhere, for all instances together. */
    public Builder guessLimiter(GuessLimiter value) {
      return limited(guards -> guards.withGuessLimiter(value));
    }

    /**
     * How long {@link Portcullis#close} waits for calls in progress, and then for resets; 25 s by
     * default.
     */
    public Builder drain(Duration value) {
      return with(copy -> copy.drain = value);
    }

    /** The clock; the system's by default. */
    public Builder time(InstantSource value) {
      return with(copy -> copy.time = value);
    }

    /**
     * Traces requests and the calls to the provider; not by default. {@code OpenTelemetryTracing}
     * of {@code portcullis-adapters-otel} does it with your program's own OpenTelemetry.
     */
    public Builder traces(Tracing value) {
      return with(copy -> copy.tracing = value);
    }

    /** Supplies the id of each request; 96 random bits by default. */
    public Builder ids(Supplier<RequestId> value) {
      return with(copy -> copy.ids = value);
    }

    /**
     * The gateway. Connects to nothing yet. What {@link PolicyLint} warns of is logged.
     *
     * @throws IllegalArgumentException if something is missing or contradicts itself; the message
     *     has every problem with its fix, one a line, and no secret
     */
    public Portcullis build() {
      Seq<String> problems = problems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(problems.mkString("\n"));
      }
      Opened opened =
          provider.map(it -> new Opened(it, Option.none(), () -> {})).getOrElse(this::openTenant);
      try {
        return new Portcullis(
            this,
            new Opened(
                ownResets.fold(opened::provider, opened.provider()::withPasswordResets),
                opened.pool(),
                opened.closing()));
      } catch (RuntimeException e) {
        opened.closing().run();
        throw e;
      }
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
      return "Portcullis.Builder[" + name + "]";
    }

    private Builder limited(UnaryOperator<GuardSettings> change) {
      return with(
          copy -> {
            UnaryOperator<GuardSettings> before = copy.limits;
            copy.limits = guards -> change.apply(before.apply(guards));
          });
    }

    private GuardSettings guards() {
      GuardSettings guards =
          GuardSettings.named(name)
              .withDrain(drain)
              .withTracing(tracing)
              .withProtectionEvents(new BreakerLog(LOG, name));
      return limits.apply(
          tenant.map(it -> guards.withProtection(it.transport().protection())).getOrElse(guards));
    }

    private Opened openTenant() {
      Auth0Client client = Auth0Client.open(tenant.get(), tls.getOrElse(Builder::defaultTls), time);
      return new Opened(
          client.provider(),
          Option.some(
              new MicrometerConnectionPool.Readings(
                  client::connectionsInUse,
                  client::idleConnections,
                  client::waitingCalls,
                  tenant.get().transport()::maxConnections)),
          client::close);
    }

    private static SSLContext defaultTls() {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this Java has no TLS", e);
      }
    }

    private Seq<String> problems() {
      Seq<String> problems = Vector.empty();
      if (tenant.isEmpty() && provider.isEmpty()) {
        problems =
            problems.append("provider: not set (fix: call auth0(Auth0Settings) or provider(…))");
      }
      if (tenant.isDefined() && provider.isDefined()) {
        problems =
            problems.append("provider: set, and auth0 too (fix: call one of auth0 and provider)");
      }
      if (tls.isDefined() && tenant.isEmpty()) {
        problems = problems.append("tls: set without auth0 (fix: remove it)");
      }
      if (!policies.containsKey(USERS)) {
        problems =
            problems.append(
                "addresses: not set (fix: call addresses(ClientAddressPolicy.behind(…)) with your"
                    + " proxies' ranges, or addresses(ClientAddressPolicy.direct()))");
      }
      if (drain.isNegative()) {
        problems = problems.append("drain: " + drain + " (fix: use a duration of 0 or more)");
      }
      problems =
          problems.appendAll(
              Vector.of(name).appendAll(policies.keySet()).flatMap(Builder::badName));
      return problems.appendAll(policies.flatMap(it -> lint(it._1(), it._2())));
    }

    private static Option<String> badName(String text) {
      return Option.when(
          !text.matches("[A-Za-z0-9._-]{1,40}"),
          "name: not a name (fix: use 1-40 of A-Z a-z 0-9 . _ -)");
    }

    /** The errors; warnings are logged. */
    private Seq<String> lint(String listener, ClientAddressPolicy policy) {
      Set<String> reserved =
          tenant
              .map(it -> Auth0Client.OWN_HEADERS)
              .orElse(() -> provider.map(Provider::ownHeaders))
              .getOrElse(HashSet.empty());
      Seq<PolicyLint.Finding> findings = PolicyLint.of(policy, reserved);
      findings
          .filter(it -> it.severity() == PolicyLint.Severity.WARNING)
          .forEach(it -> LOG.warn("{}", line(listener, it)));
      return findings
          .filter(it -> it.severity() == PolicyLint.Severity.ERROR)
          .map(it -> line(listener, it));
    }

    private static String line(String listener, PolicyLint.Finding finding) {
      return listener
          + ": "
          + finding.key()
          + ": "
          + finding.problem()
          + " (fix: "
          + finding.remedy()
          + ")";
    }
  }
}
