package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.mfa.Mfa;
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
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.internal.users.UserStore.Correct;
import dev.portcullis.emulator.internal.users.UserStore.UnknownUser;
import dev.portcullis.emulator.internal.users.UserStore.WrongPassword;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code password} and {@code password-realm} grants after client authentication: connection,
 * audience, attack protection, credentials, breached passwords, administrator's block, tokens.
 */
final class PasswordGrant {

  private final UserStore users;
  private final LoginGuard guard;
  private final TenantLog log;
  private final MailedLinks links;
  private final BreachedPasswords breachedPasswords;
  private final Minter minter;
  private final Mfa mfa;
  private final String mfaAudience;
  private final RateLimiter<SameUser> sameUser;
  private final Hourly<LogKey> logged;
  private final Hourly<IpLiteral> blockMailed;
  private final Hourly<String> breachMailed;

  PasswordGrant(
      UserStore users,
      LoginGuard guard,
      TenantLog log,
      MailedLinks links,
      BreachedPasswords breachedPasswords,
      Minter minter,
      Mfa mfa,
      String mfaAudience,
      InstantSource clock,
      Store store) {
    this.users = users;
    this.guard = guard;
    this.log = log;
    this.links = links;
    this.breachedPasswords = breachedPasswords;
    this.minter = minter;
    this.mfa = mfa;
    this.mfaAudience = mfaAudience;
    this.sameUser =
        new RateLimiter<>(clock, store.table("same-user", SameUser.class, Counted.class));
    this.logged = new Hourly<>(clock, store.table("logged", LogKey.class, Instant.class));
    this.blockMailed =
        new Hourly<>(clock, store.table("block-mailed", IpLiteral.class, Instant.class));
    this.breachMailed =
        new Hourly<>(clock, store.table("breach-mailed", String.class, Instant.class));
  }

  Outcome exchange(Call call) {
    Target target = target(call);
    return switch (target) {
      case NoTarget none -> refused(call, Optional.empty(), "", none.refusal());
      case In in -> logIn(call, in.connection(), in.api());
    };
  }

  private Target target(Call call) {
    Optional<Connection> connection;
    if (call.grant() == GrantType.PASSWORD_REALM) {
      String realm = call.parameters().text("realm").orElse("");
      connection = call.tenant().connection(realm);
      if (connection.isEmpty()) {
        return new NoTarget(new Refusal.UnknownRealm(realm));
      }
    } else {
      connection = call.tenant().defaultDirectory().flatMap(call.tenant()::connection);
      if (connection.isEmpty()) {
        return new NoTarget(new Refusal.NoDefaultDirectory());
      }
    }
    if (!connection.get().enabledClients().contains(call.application().clientId())) {
      return new NoTarget(new Refusal.ConnectionNotEnabled());
    }
    Optional<String> audience =
        call.parameters().text("audience").or(call.tenant()::defaultAudience);
    Optional<Api> api = audience.flatMap(name -> api(call, name));
    if (audience.isPresent() && api.isEmpty()) {
      return new NoTarget(new Refusal.UnknownAudience());
    }
    return new In(connection.get(), api);
  }

  private Optional<Api> api(Call call, String audience) {
    return audience.equals(mfaAudience)
        ? Optional.of(MfaGrant.api(mfaAudience))
        : call.tenant().api(audience);
  }

  private Outcome logIn(Call call, Connection connection, Optional<Api> api) {
    SameUserLimit limit = call.tenant().sameUserLimit();
    String identifier = LoginGuard.canonical(call.username());
    if (limit.enforced()
        && !sameUser.take(
            new SameUser(connection.name(), identifier, call.source()),
            limit.burst(),
            Duration.ofMinutes(1).dividedBy(limit.perMinute()))) {
      Refusal refusal = new Refusal.SameUserLimited();
      logSameUser(call, connection);
      return refused(call, Optional.of(connection), "", refusal);
    }
    return switch (guard.begin(connection, call.username(), call.source(), call.peer())) {
      case AddressBlocked ignored -> {
        logAddressBlock(call, connection);
        yield refused(call, Optional.of(connection), "", new Refusal.AddressBlocked());
      }
      case IdentifierBlocked ignored -> {
        logIdentifierBlock(call, connection);
        yield refused(
            call, Optional.of(connection), "", new Refusal.IdentifierBlocked(notifiesUsers(call)));
      }
      case Attempt attempt -> {
        try (attempt) {
          yield verificationRequired(call, connection)
              ? refused(call, Optional.of(connection), "", new Refusal.VerificationRequired())
              : check(call, connection, api, attempt);
        }
      }
    };
  }

  private boolean verificationRequired(Call call, Connection connection) {
    BotDetectionSettings bots = call.tenant().botDetection();
    if (bots.policy() == Policy.NEVER) {
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
    return risky && !allowed && !bots.monitoring();
  }

  private Outcome check(Call call, Connection connection, Optional<Api> api, Attempt attempt) {
    String password = call.parameters().text("password").orElse("");
    return switch (users.check(connection.name(), call.username(), password)) {
      case UnknownUser ignored ->
          wrong(call, connection, attempt, LogType.FAILED_UNKNOWN_USER, Optional.empty());
      case WrongPassword wrong ->
          wrong(call, connection, attempt, LogType.FAILED_PASSWORD, Optional.of(wrong.user()));
      case Correct correct -> correct(call, connection, api, attempt, correct.user(), password);
    };
  }

  private Outcome wrong(
      Call call, Connection connection, Attempt attempt, LogType type, Optional<User> user) {
    Refusal refusal = new Refusal.WrongCredentials();
    String message = OAuthError.of(refusal).description();
    String userId = user.map(User::userId).orElse("");
    log.write(
        call.entry(type, message, Optional.of(connection), userId)
            .with("error", Map.of("message", message)));
    Outcome outcome = refused(call, Optional.of(connection), userId, refusal);
    Failure failure = attempt.failed();
    if (failure.meetsIdentifierThreshold()) {
      logIdentifierBlock(call, connection);
      if (notifiesUsers(call) && user.isPresent() && blockMailed.mayHappen(call.source())) {
        links.sendUnblock(user.get());
      }
    }
    if (failure.meetsAddressThreshold()) {
      logAddressBlock(call, connection);
    }
    return outcome;
  }

  private Outcome correct(
      Call call,
      Connection connection,
      Optional<Api> api,
      Attempt attempt,
      User user,
      String password) {
    BreachedPasswordSettings breached = call.tenant().breachedPasswords();
    if (breached.enabled() && breachedPasswords.contains(password)) {
      logBreach(call, connection);
      if (breached.shields().contains(Shield.USER_NOTIFICATION)
          && breachMailed.mayHappen(user.userId())) {
        links.sendReset(SentMail.Kind.BREACHED_PASSWORD, user);
      }
      if (breached.shields().contains(Shield.BLOCK)) {
        return refused(call, Optional.of(connection), user.userId(), new Refusal.PasswordLeaked());
      }
    }
    if (user.blocked()) {
      Refusal refusal = new Refusal.UserBlocked();
      OAuthError error = OAuthError.of(refusal);
      log.write(
          call.entry(
                  LogType.FAILED_LOGIN, error.description(), Optional.of(connection), user.userId())
              .with("error", Map.of("message", error.description(), "oauthError", error.error())));
      return refused(call, Optional.of(connection), user.userId(), refusal);
    }
    attempt.succeeded();
    List<String> requested = call.requestedScope();
    List<String> granted = Scopes.granted(requested, api, call.application());
    Login login = new Login(call.application(), user, api, requested, granted);
    return mfa.authenticators().required(user, call.tenant().mfaPolicy())
        ? secondStep(call, connection, login)
        : complete(call, connection, login);
  }

  private Outcome secondStep(Call call, Connection connection, Login login) {
    log.write(
        call.entry(LogType.MFA_REQUIRED, "", Optional.of(connection), login.user().userId())
            .with("grant_type", call.grant().wireName())
            .with("version", "1")
            .with("confidence", "low"));
    return new Outcome.Refused(
        mfa.logins()
            .begin(
                login.application().clientId(),
                login.user(),
                login.audience(),
                login.requested(),
                login.granted()));
  }

  private Outcome complete(Call call, Connection connection, Login login) {
    users.seen(login.user().userId(), call.source());
    Minted minted = minter.forLogin(login, false);
    log.write(
        call.entry(
                LogType.SUCCESS_EXCHANGE_PASSWORD,
                "",
                Optional.of(connection),
                login.user().userId())
            .asking(login.audience(), login.granted())
            .with("access_token_jti", minted.jti())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(
      Call call, Optional<Connection> connection, String userId, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_PASSWORD,
            OAuthError.of(refusal).description(),
            connection,
            userId));
    return new Outcome.Refused(refusal);
  }

  private static boolean notifiesUsers(Call call) {
    return call.tenant().bruteForce().shields().contains(Shield.USER_NOTIFICATION);
  }

  private void logSameUser(Call call, Connection connection) {
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

  private void logIdentifierBlock(Call call, Connection connection) {
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

  private void logAddressBlock(Call call, Connection connection) {
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

  private void logBreach(Call call, Connection connection) {
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
                    ? " A shield to prevent this action was enabled, further attempts are blocked."
                    : ""),
            Optional.of(connection),
            ""));
  }

  private sealed interface Target {}

  private record In(Connection connection, Optional<Api> api) implements Target {}

  private record NoTarget(Refusal refusal) implements Target {}

  private record SameUser(String connection, String identifier, IpLiteral source) {}

  private record LogKey(LogType type, IpLiteral source, String identifier) {}
}
