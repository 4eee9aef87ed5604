package dev.portcullis.doctor.canary;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.FaultWords;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Logs a test user in once, from a stated address, and waits for the event in the tenant's log.
 * Events that existed before are ignored; of several new ones the one with the stated address is
 * taken.
 */
public final class CanaryLogin {

  private static final int EVENTS = 100;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Map<OutcomeCode, String> HINTS =
      HashMap.of(
          OutcomeCode.WRONG_CREDENTIALS, "fix doctor.canary",
          OutcomeCode.BRUTE_FORCE_BLOCKED, "unblock the user",
          OutcomeCode.IP_THROTTLED, "wait, or choose another address",
          OutcomeCode.TOO_MANY_LOGINS, "wait a minute",
          OutcomeCode.MFA_REQUIRED, "choose a user without a second factor",
          OutcomeCode.VERIFICATION_REQUIRED, "bot detection asks for what this grant cannot carry");

  private final Option<User> user;
  private final Provider provider;
  private final TenantLogs logs;
  private final Sleeper pause;
  private final InstantSource time;

  /**
   * A canary.
   *
   * @param user none: {@link #logIn} returns {@link Canary.NotConfigured}
   */
  public CanaryLogin(
      Option<User> user, Provider provider, TenantLogs logs, Sleeper pause, InstantSource time) {
    this.user = user;
    this.provider = provider;
    this.logs = logs;
    this.pause = pause;
    this.time = time;
  }

  /**
   * The test user.
   *
   * @param address the address that it states
   * @param patience how long to wait for the log
   */
  public record User(Credentials credentials, ClientAddress address, Duration patience) {}

  /** Logs in as this application, and waits for the log. */
  public Canary logIn(String clientId, Progress progress) {
    return user.fold(Canary.NotConfigured::new, it -> logIn(it, clientId, progress));
  }

  private Canary logIn(User canary, String clientId, Progress progress) {
    LogQuery query = LogQuery.logins(clientId).by(canary.credentials().identifier().value());
    Either<FactUnavailable, Seq<LogEvent>> before = logs.newest(query, EVENTS);
    if (before.isLeft()) {
      return new Canary.NoLog(before.getLeft());
    }
    progress.report("logging the canary in from " + canary.address());
    Verdict verdict =
        provider
            .verifier()
            .verify(canary.credentials(), GrantRequest.AS_CONFIGURED, canary.address())
            .answer();
    return switch (verdict) {
      case LoginOutcome.Granted granted ->
          new Canary.LoggedIn(
              canary.address().value(),
              await(canary, query, before.get().map(LogEvent::id).toSet(), progress));
      case LoginOutcome.Unanswered(var why) -> refused(why);
      case Verdict.PasswordLeaked leaked ->
          new Canary.Refused("its password is known from a breach: give it another");
      case LoginOutcome outcome -> new Canary.Refused(words(outcome));
    };
  }

  private Canary.Seen await(User canary, LogQuery query, Set<String> known, Progress progress) {
    Instant start = time.instant();
    Duration wait = FIRST_PAUSE;
    Option<LogEvent> other = Option.none();
    while (true) {
      Either<FactUnavailable, Seq<LogEvent>> now = logs.newest(query, EVENTS);
      if (now.isLeft()) {
        return new Canary.Seen.Lost(now.getLeft());
      }
      Seq<LogEvent> fresh = now.get().filter(event -> !known.contains(event.id()));
      Option<LogEvent> own = fresh.find(it -> it.ip().contains(canary.address().value()));
      if (own.isDefined()) {
        return new Canary.Seen.Event(own.get());
      }
      if (other.isDefined()) {
        // A second look, in case another login of the user came first.
        return new Canary.Seen.Event(fresh.lastOption().getOrElse(other.get()));
      }
      other = fresh.lastOption();
      Duration waited = Duration.between(start, time.instant());
      if (waited.compareTo(canary.patience()) >= 0) {
        return other
            .<Canary.Seen>map(Canary.Seen.Event::new)
            .getOrElse(() -> new Canary.Seen.Nothing(waited));
      }
      progress.report(
          "waiting for the tenant's log: "
              + waited.toSeconds()
              + " of at most "
              + canary.patience().toSeconds()
              + " s");
      pause.sleep(wait);
      wait =
          wait.plus(FIRST_PAUSE).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : wait.plus(FIRST_PAUSE);
    }
  }

  private Canary refused(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.Misconfigured(var what, var error) ->
          new Canary.Refused(provider.remedy(what));
      case ProviderFault.RateLimited(var retryAfter) ->
          new Canary.NotAnswered("the tenant's rate limit is reached");
      case ProviderFault.Unreachable(var why) -> new Canary.NotAnswered(FaultWords.of(why));
      case ProviderFault.Overloaded overloaded ->
          new Canary.NotAnswered("too many calls to the tenant are in progress");
      case ProviderFault.NoAnswer(var why) -> new Canary.NotAnswered(FaultWords.of(why));
      case ProviderFault.Unavailable(var error) ->
          new Canary.NotAnswered("the tenant failed: " + error.status() + " " + error.code());
      case ProviderFault.Unintelligible(var error) ->
          new Canary.NotAnswered(
              "the tenant's answer is not understood: " + error.status() + " " + error.code());
    };
  }

  /** The outcome, with what to do about it where that is not obvious. */
  private static String words(LoginOutcome outcome) {
    String word = outcome.code().word();
    return outcome instanceof LoginOutcome.Denied(var reason)
        ? word + ": " + reason
        : word + HINTS.get(outcome.code()).map(hint -> ": " + hint).getOrElse("");
  }
}
