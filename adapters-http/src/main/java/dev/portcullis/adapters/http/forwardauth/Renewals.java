package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.adapters.http.session.Sessions;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewalTurns.Turn;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Renews sessions ahead of their end, each by one request to the provider for all requests that a
 * browser sends concurrently. With rotation, a second use of a refresh token would end the session
 * (RFC 9700 section 4.14.2), so the renewed session is kept until a request shows it, and for 60 s
 * in memory, while requests with the old cookie may still arrive. Of several instances one renews,
 * and the others get its result. Safe for concurrent use.
 */
public final class Renewals implements AutoCloseable {

  /** How long requests whose token is still valid wait for the provider. */
  static final Duration PATIENCE = Duration.ofMillis(300);

  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST = 10_000;

  private final RenewTokensUseCase renew;
  private final RevokeTokensUseCase revoke;
  private final Sessions sessions;
  private final RenewedSessions kept;
  private final RenewalTurns turns;
  private final InstantSource time;
  private final int most;
  private final Map<String, Flight> flights = new LinkedHashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Nothing is being renewed yet.
   *
   * @param stores hold what no browser has shown yet, and whose turn it is to renew
   */
  public Renewals(
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      Sessions sessions,
      SessionStores stores,
      InstantSource time) {
    this(renew, revoke, sessions, stores, time, MOST);
  }

  /**
   * The same.
   *
   * @param most how many renewals are remembered; those in progress always are
   */
  Renewals(
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      Sessions sessions,
      SessionStores stores,
      InstantSource time,
      int most) {
    this.renew = renew;
    this.revoke = revoke;
    this.sessions = sessions;
    this.kept = stores.renewed();
    this.turns = stores.turns();
    this.time = time;
    this.most = most;
  }

  /** What a request learns of the renewal of its session. */
  sealed interface Result {

    /** The session with its new tokens. */
    record Renewed(Session session) implements Result {

      @Override
      public String toString() {
        return "Renewed[redacted]";
      }
    }

    /** The session has ended. */
    record Ended() implements Result {}

    /** The provider has not answered, now or a moment ago. */
    record Unanswered() implements Result {}
  }

  /** The end of a renewal. */
  private record Landing(Result result, Instant at) {}

  /**
   * One renewal, in progress or finished.
   *
   * @param failures how many went before it without an answer
   */
  private record Flight(Instant began, int failures, CompletableFuture<Landing> landing) {

    boolean failed() {
      return landing.isDone() && landing.join().result() instanceof Result.Unanswered;
    }

    /** Whether it ended long enough ago; the pause doubles with each failure. */
    boolean isOver(Instant now) {
      return endedBefore(now, failed() ? pause() : KEPT);
    }

    boolean endedBefore(Instant now, Duration ago) {
      return landing.isDone() && !now.isBefore(landing.join().at().plus(ago));
    }

    private Duration pause() {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
  }

  /** A request has shown this session: what was kept of its renewal is not needed any more. */
  void shown(Session session) {
    if (session.generation() > 0) {
      sessions.renewal(session, session.generation()).forEach(kept::forget);
    }
  }

  /**
   * Renews a session, or joins the renewal in progress. Waits for the provider at most {@link
   * #PATIENCE} while the access token is valid, and then returns {@link Result.Unanswered}.
   */
  Result renew(Session session, RefreshToken token, Requester requester, RequestIntake intake) {
    Instant now = time.instant();
    Session latest = latest(session);
    boolean valid = now.isBefore(latest.accessEnds());
    if (valid && latest.generation() > session.generation()) {
      return new Result.Renewed(latest);
    }
    String key = latest.generation() + " " + latest.id();
    RefreshToken current = latest.refreshToken().getOrElse(token);
    Flight flight = join(key, now, intake.tracing(), () -> fly(latest, current, requester, intake));
    Option<Duration> patience =
        valid ? Option.of(PATIENCE.minus(Duration.between(flight.began(), now))) : Option.none();
    return await(flight, patience);
  }

  /** The session after all renewals that no browser has shown. */
  private Session latest(Session session) {
    Session latest = session;
    Option<Session> next = found(latest);
    while (next.isDefined()) {
      latest = next.get();
      next = found(latest);
    }
    return latest;
  }

  private Option<Session> found(Session session) {
    return sessions
        .renewal(session, session.generation() + 1)
        .flatMap(kept::find)
        .flatMap(sessions::opened)
        .headOption();
  }

  /** Starts the only flight of a key, unless there is one or the last one has just failed. */
  private Flight join(String key, Instant now, Tracing tracing, Supplier<Result> fly) {
    synchronized (flights) {
      Flight last = flights.get(key);
      if (last != null && !last.isOver(now)) {
        return last;
      }
      forgetOld(now);
      int failures = last != null && last.failed() ? last.failures() + 1 : 0;
      Flight mine = new Flight(now, failures, new CompletableFuture<>());
      flights.remove(key);
      flights.put(key, mine);
      executor.execute(tracing.continued(() -> complete(mine, fly)));
      return mine;
    }
  }

  private void forgetOld(Instant now) {
    flights.values().removeIf(flight -> flight.endedBefore(now, KEPT.plus(LONGEST_PAUSE)));
    // Without the one in progress, the next request would use its refresh token a second time.
    Iterator<Flight> oldest = flights.values().iterator();
    while (flights.size() >= most && oldest.hasNext()) {
      if (oldest.next().landing().isDone()) {
        oldest.remove();
      }
    }
  }

  private void complete(Flight flight, Supplier<Result> fly) {
    try {
      flight.landing().complete(new Landing(fly.get(), time.instant()));
    } catch (RuntimeException | Error e) {
      flight.landing().complete(new Landing(new Result.Unanswered(), time.instant()));
      throw e;
    }
  }

  private static Result await(Flight flight, Option<Duration> patience) {
    try {
      return patience.isEmpty()
          ? flight.landing().get().result()
          : flight
              .landing()
              .get(Math.max(0, patience.get().toMillis()), TimeUnit.MILLISECONDS)
              .result();
    } catch (TimeoutException e) {
      return new Result.Unanswered();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Unanswered();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a renewal failed", e.getCause());
    }
  }

  /** Renews it, unless another instance does. */
  private Result fly(
      Session session, RefreshToken token, Requester requester, RequestIntake intake) {
    SessionFingerprint name = sessions.nextRenewal(session);
    return switch (turns.take(name)) {
      case Turn.Renewed(var sealed) ->
          sessions
              .opened(sealed)
              .<Result>map(Result.Renewed::new)
              .getOrElse(Result.Unanswered::new);
      case Turn.Ended() -> new Result.Ended();
      case Turn.Unanswered() -> new Result.Unanswered();
      case Turn.Mine mine -> fly(new Flown(session, name, mine), token, requester, intake);
    };
  }

  /** A renewal that is this instance's to make. */
  private record Flown(Session session, SessionFingerprint name, Turn.Mine turn) {}

  private Result fly(Flown flown, RefreshToken token, Requester requester, RequestIntake intake) {
    return switch (renew.renew(new Renewal(requester, token, Option.none()))) {
      case RefreshOutcome.Renewed(var tokens) -> settled(flown, tokens, requester, intake);
      case RefreshOutcome.RefreshTokenInvalid() -> ended(flown);
      case RefreshOutcome.ScopeRefused() -> ended(flown);
      case RefreshOutcome.Denied(var reason) -> ended(flown);
      case RefreshOutcome.MfaRequired(var mfaToken) -> ended(flown);
      case RefreshOutcome.Unanswered(var why) -> {
        turns.unanswered(flown.name(), flown.turn());
        yield new Result.Unanswered();
      }
    };
  }

  /** Tokens that make no session end it, and so do those of one that was logged out meanwhile. */
  private Result settled(Flown flown, Tokens tokens, Requester requester, RequestIntake intake) {
    Session session = flown.session();
    Either<SessionFault, Session> renewed = sessions.renewed(session, tokens);
    renewed.swap().forEach(fault -> intake.sessionLost(requester.id(), fault));
    if (renewed.isLeft() || sessions.isRevoked(session)) {
      tokens
          .refreshToken()
          .orElse(session.refreshToken())
          .forEach(
              token -> {
                RevokeOutcome unused = revoke.revoke(new Revocation(requester, token));
              });
      return ended(flown);
    }
    return kept(flown, renewed.get());
  }

  /** A result that came too late is this request's alone: that of another instance counts. */
  private Result kept(Flown flown, Session renewed) {
    String sealed = sessions.sealed(renewed);
    if (turns.renewed(flown.name(), flown.turn(), sealed)) {
      boolean unused =
          kept.keep(
              sessions.renewal(flown.session(), renewed.generation()).head(),
              sealed,
              sessions.lastEnd(renewed));
    }
    return new Result.Renewed(renewed);
  }

  /** A refusal that came too late ends nothing: another instance has used the refresh token. */
  private Result ended(Flown flown) {
    if (!turns.ended(flown.name(), flown.turn())) {
      return new Result.Unanswered();
    }
    sessions.revoke(flown.session());
    return new Result.Ended();
  }

  /** Waits for the renewals in progress, so that none of their results is lost. */
  @Override
  public void close() {
    executor.close();
  }
}
