package dev.portcullis.emulator.internal.login;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.Hourly;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.protection.LoginGuard.AddressBlocked;
import dev.portcullis.emulator.internal.protection.LoginGuard.Attempt;
import dev.portcullis.emulator.internal.protection.LoginGuard.Failure;
import dev.portcullis.emulator.internal.protection.LoginGuard.IdentifierBlocked;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.internal.users.UserStore.Correct;
import dev.portcullis.emulator.internal.users.UserStore.UnknownUser;
import dev.portcullis.emulator.internal.users.UserStore.WrongPassword;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks a user name and a password, or a one-time code, in this order: same-user limit, attack
 * protection, bot detection, credentials, breached passwords, administrator's block. It writes the
 * log events and sends the mails of all of them. Safe for many threads.
 */
public final class PasswordCheck {

  private final UserStore users;
  private final LoginGuard guard;
  private final TenantLog log;
  private final MailedLinks links;
  private final BreachedPasswords breachedPasswords;
  private final RateLimiter<SameUser> sameUser;
  private final Hourly<LogKey> logged;
  private final Hourly<IpLiteral> blockMailed;
  private final Hourly<String> breachMailed;

  /** Over the tenant's state. */
  public PasswordCheck(
      UserStore users,
      LoginGuard guard,
      TenantLog log,
      MailedLinks links,
      BreachedPasswords breachedPasswords,
      InstantSource clock,
      Store store) {
    this.users = users;
    this.guard = guard;
    this.log = log;
    this.links = links;
    this.breachedPasswords = breachedPasswords;
    this.sameUser =
        new RateLimiter<>(clock, store.table("same-user", SameUser.class, Counted.class));
    this.logged = new Hourly<>(clock, store.table("logged", LogKey.class, Instant.class));
    this.blockMailed =
        new Hourly<>(clock, store.table("block-mailed", IpLiteral.class, Instant.class));
    this.breachMailed =
        new Hourly<>(clock, store.table("breach-mailed", String.class, Instant.class));
  }

  /**
   * Checks one attempt; may wait until concurrent attempts on the same user or from the same
   * address are decided.
   *
   * @param verified whether the user passed the challenge of bot detection
   * @param refusals is called with each refusal before the events that follow from it are written
   */
  public Result check(
      LoginAttempt call,
      Connection connection,
      String password,
      boolean verified,
      Refusals refusals) {
    return new Run(
            call,
            connection,
            Optional.of(password),
            () -> users.check(connection.name(), call.username(), password),
            new Refusal.WrongCredentials(),
            verified,
            refusals)
        .check();
  }

  /**
   * Checks one attempt with a one-time code, with the same limits, blocks and counters; neither bot
   * detection nor the list of breached passwords applies.
   *
   * @param code checks the code, once
   * @param wrong the refusal of a wrong code
   * @param refusals is called with each refusal before the events that follow from it are written
   */
  public Result checkCode(
      LoginAttempt call,
      Connection connection,
      Supplier<UserStore.Check> code,
      Refusal wrong,
      Refusals refusals) {
    return new Run(call, connection, Optional.empty(), code, wrong, true, refusals).check();
  }

  /** The result of a check. */
  public sealed interface Result {}

  /** The password is right, and the user may log in. */
  public record Accepted(User user) implements Result {}

  /** The login is refused; the user's id is empty if the user is not known. */
  public record Refused(String userId, Refusal refusal) implements Result {}

  /** Receives refusals. */
  @FunctionalInterface
  public interface Refusals {

    /** A login is refused; the user's id is empty if the user is not known. */
    void refused(String userId, Refusal refusal);
  }

  /** One check. */
  private final class Run {

    private final LoginAttempt call;
    private final Connection connection;
    private final Optional<String> password;
    private final Supplier<UserStore.Check> proof;
    private final Refusal wrong;
    private final boolean verified;
    private final Refusals refusals;

    private Run(
        LoginAttempt call,
        Connection connection,
        Optional<String> password,
        Supplier<UserStore.Check> proof,
        Refusal wrong,
        boolean verified,
        Refusals refusals) {
      this.call = call;
      this.connection = connection;
      this.password = password;
      this.proof = proof;
      this.wrong = wrong;
      this.verified = verified;
      this.refusals = refusals;
    }

    private Result check() {
      SameUserLimit limit = call.tenant().sameUserLimit();
      String identifier = LoginGuard.canonical(call.username());
      if (limit.enforced()
          && !sameUser.take(
              new SameUser(connection.name(), identifier, call.source()),
              limit.burst(),
              Duration.ofMinutes(1).dividedBy(limit.perMinute()))) {
        Refusal refusal = new Refusal.SameUserLimited();
        logSameUser();
        return refused("", refusal);
      }
      return switch (guard.begin(connection, call.username(), call.source(), call.peer())) {
        case AddressBlocked ignored -> {
          logAddressBlock();
          yield refused("", new Refusal.AddressBlocked());
        }
        case IdentifierBlocked ignored -> {
          logIdentifierBlock();
          yield refused("", new Refusal.IdentifierBlocked(notifiesUsers()));
        }
        case Attempt attempt -> {
          try (attempt) {
            yield verificationRequired()
                ? refused("", new Refusal.VerificationRequired())
                : check(attempt);
          }
        }
      };
    }

    private boolean verificationRequired() {
      BotDetectionSettings bots = call.tenant().botDetection();
      if (bots.policy() == Policy.NEVER || password.isEmpty()) {
        return false;
      }
      boolean allowed = bots.allowlist().contains(call.source());
      boolean risky =
          bots.policy() == Policy.ALWAYS
              || guard.failuresFrom(call.source()) >= bots.level().failures();
      log.write(
          call.entry(LogType.PRE_LOGIN_ASSESSMENT, "", Optional.of(connection), "")
              .with("ipOnAllowlist", allowed)
              .with("requiresVerification", risky && !allowed)
              .with("session_id", ""));
      return risky && !allowed && !bots.monitoring() && !verified;
    }

    private Result check(Attempt attempt) {
      return switch (proof.get()) {
        case UnknownUser ignored -> wrong(attempt, LogType.FAILED_UNKNOWN_USER, Optional.empty());
        case WrongPassword wrong ->
            wrong(attempt, LogType.FAILED_PASSWORD, Optional.of(wrong.user()));
        case Correct correct -> correct(attempt, correct.user());
      };
    }

    private Result wrong(Attempt attempt, LogType type, Optional<User> user) {
      Refusal refusal = wrong;
      String message = OAuthError.of(refusal).description();
      String userId = user.map(User::userId).orElse("");
      log.write(
          call.entry(type, message, Optional.of(connection), userId)
              .with("error", Map.of("message", message)));
      Result result = refused(userId, refusal);
      Failure failure = attempt.failed();
      if (failure.meetsIdentifierThreshold()) {
        logIdentifierBlock();
        if (notifiesUsers() && user.isPresent() && blockMailed.mayHappen(call.source())) {
          links.sendUnblock(user.get());
        }
      }
      if (failure.meetsAddressThreshold()) {
        logAddressBlock();
      }
      return result;
    }

    private Result correct(Attempt attempt, User user) {
      BreachedPasswordSettings breached = call.tenant().breachedPasswords();
      if (breached.enabled() && password.filter(breachedPasswords::contains).isPresent()) {
        logBreach();
        if (breached.shields().contains(Shield.USER_NOTIFICATION)
            && breachMailed.mayHappen(user.userId())) {
          links.sendReset(SentMail.Kind.BREACHED_PASSWORD, user);
        }
        if (breached.shields().contains(Shield.BLOCK)) {
          return refused(user.userId(), new Refusal.PasswordLeaked());
        }
      }
      if (user.blocked()) {
        Refusal refusal = new Refusal.UserBlocked();
        OAuthError error = OAuthError.of(refusal);
        log.write(
            call.entry(
                    LogType.FAILED_LOGIN,
                    error.description(),
                    Optional.of(connection),
                    user.userId())
                .with(
                    "error", Map.of("message", error.description(), "oauthError", error.error())));
        return refused(user.userId(), refusal);
      }
      attempt.succeeded();
      return new Accepted(user);
    }

    private Result refused(String userId, Refusal refusal) {
      refusals.refused(userId, refusal);
      return new Refused(userId, refusal);
    }

    private boolean notifiesUsers() {
      return call.tenant().bruteForce().shields().contains(Shield.USER_NOTIFICATION);
    }

    private void logSameUser() {
      String identifier = LoginGuard.canonical(call.username());
      if (logged.mayHappen(new LogKey(LogType.SAME_USER_LIMITED, call.source(), identifier))) {
        log.write(
            call.entry(
                LogType.SAME_USER_LIMITED,
                "Too many logins of the user " + call.username() + " from one IP address.",
                Optional.of(connection),
                ""));
      }
    }

    private void logIdentifierBlock() {
      String identifier = LoginGuard.canonical(call.username());
      if (!logged.mayHappen(new LogKey(LogType.BLOCKED_ACCOUNT, call.source(), identifier))) {
        return;
      }
      boolean blocks = call.tenant().bruteForce().shields().contains(Shield.BLOCK);
      String from =
          call.tenant().bruteForce().mode() == Mode.COUNT_PER_IDENTIFIER
              ? " for this user."
              : " from this IP address for this user.";
      log.write(
          call.entry(
              LogType.BLOCKED_ACCOUNT,
              "User ("
                  + call.username()
                  + ") attempted "
                  + call.tenant().bruteForce().maxAttempts()
                  + " consecutive logins unsuccessfully. Brute force protection is enabled for this"
                  + " connection"
                  + (blocks ? ", further attempts are blocked" + from : "."),
              Optional.of(connection),
              ""));
    }

    private void logAddressBlock() {
      if (!logged.mayHappen(new LogKey(LogType.BLOCKED_ADDRESS, call.source(), ""))) {
        return;
      }
      boolean blocks = call.tenant().suspiciousIp().shields().contains(Shield.BLOCK);
      log.write(
          call.entry(
                  LogType.BLOCKED_ADDRESS,
                  "Someone behind the IP address: "
                      + call.source().text()
                      + " attempted too many consecutive logins with different usernames."
                      + (blocks
                          ? " A shield to prevent this attack is enabled, further attempts are"
                              + " blocked from this IP address."
                          : ""),
                  Optional.of(connection),
                  "")
              .with("flow", "login"));
    }

    private void logBreach() {
      if (!logged.mayHappen(new LogKey(LogType.BREACHED_PASSWORD, call.source(), ""))) {
        return;
      }
      boolean blocks = call.tenant().breachedPasswords().shields().contains(Shield.BLOCK);
      log.write(
          call.entry(
              LogType.BREACHED_PASSWORD,
              "Someone behind the IP address: "
                  + call.source().text()
                  + " attempted to login with a leaked password."
                  + (blocks
                      ? " A shield to prevent this action was enabled, further attempts are"
                          + " blocked."
                      : ""),
              Optional.of(connection),
              ""));
    }
  }

  private record SameUser(String connection, String identifier, IpLiteral source) {}

  private record LogKey(LogType type, IpLiteral source, String identifier) {}
}
