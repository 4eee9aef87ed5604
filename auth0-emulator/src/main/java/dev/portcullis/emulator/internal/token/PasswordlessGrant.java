package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.internal.login.PasswordCheck.Accepted;
import dev.portcullis.emulator.internal.login.PasswordCheck.Refused;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.passwordless.AuthSessions;
import dev.portcullis.emulator.internal.passwordless.AuthSessions.AuthSession;
import dev.portcullis.emulator.internal.passwordless.CodeLogins;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Allowed;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Denied;
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code passwordless/otp} grant: connection, audience, code with attack protection, tokens.
 */
final class PasswordlessGrant {

  private final UserStore users;
  private final CodeLogins logins;
  private final AuthSessions sessions;
  private final TenantLog log;
  private final Minter minter;
  private final Mfa mfa;
  private final TokenPolicy policy;

  PasswordlessGrant(
      UserStore users,
      CodeLogins logins,
      AuthSessions sessions,
      TenantLog log,
      Minter minter,
      Mfa mfa,
      TokenPolicy policy) {
    this.users = users;
    this.logins = logins;
    this.sessions = sessions;
    this.log = log;
    this.minter = minter;
    this.mfa = mfa;
    this.policy = policy;
  }

  Outcome exchange(Call call) {
    return call.parameters()
        .text("auth_session")
        .map(session -> inDatabase(call, session))
        .orElseGet(() -> passwordless(call));
  }

  /** With the session of {@code /otp/challenge}. */
  private Outcome inDatabase(Call call, String token) {
    Optional<AuthSession> session = sessions.find(token, call.application().clientId());
    Optional<Connection> connection =
        session
            .map(AuthSession::connection)
            .flatMap(call.tenant()::connection)
            .filter(found -> found.enabledClients().contains(call.application().clientId()));
    if (connection.isEmpty()) {
      return refused(call, connection, "", new Refusal.BadAuthSession());
    }
    LoginAttempt attempt =
        new LoginAttempt(
            call.tenant(),
            call.application(),
            session.orElseThrow().identifier(),
            call.parameters().text("audience").orElse(""),
            call.requestedScope(),
            call.source(),
            call.peer(),
            Optional.empty());
    Outcome outcome = logIn(call, attempt, connection.get(), session.orElseThrow().signUp());
    if (outcome instanceof Outcome.Refused refused) {
      return new Outcome.Refused(ofDatabase(refused.refusal()));
    }
    sessions.end(token);
    return outcome;
  }

  /** What the endpoint calls a refusal where the code belongs to a user of a database. */
  private static Refusal ofDatabase(Refusal refusal) {
    return switch (refusal) {
      case Refusal.WrongEmailCode ignored -> new Refusal.BadAuthSession();
      case Refusal.WrongPhoneCode ignored -> new Refusal.BadAuthSession();
      case Refusal.UserBlocked ignored -> new Refusal.CodeLoginDenied("user is blocked");
      case Refusal.IdentifierBlocked blocked ->
          new Refusal.CodeLoginDenied(OAuthError.of(blocked).description());
      default -> refusal;
    };
  }

  private Outcome passwordless(Call call) {
    for (String required : List.of("username", "realm", "otp")) {
      if (call.parameters().text(required).isEmpty()) {
        return new Outcome.Refused(new Refusal.MissingParameter(required));
      }
    }
    String realm = call.parameters().text("realm").orElse("");
    Optional<Connection> connection =
        call.tenant().connection(realm).filter(Connection::isPasswordless);
    if (connection.isEmpty()) {
      return refused(call, connection, "", new Refusal.UnknownRealm(realm));
    }
    if (!connection.get().enabledClients().contains(call.application().clientId())) {
      return refused(call, connection, "", new Refusal.ConnectionNotEnabled());
    }
    return logIn(call, call.attempt(), connection.get(), connection.get().signUp());
  }

  private Outcome logIn(Call call, LoginAttempt attempt, Connection connection, boolean signUp) {
    Optional<String> audience =
        call.parameters().text("audience").or(call.tenant()::defaultAudience);
    Optional<Api> api = audience.flatMap(call.tenant()::api);
    if (audience.isPresent() && api.isEmpty()) {
      return refused(call, Optional.of(connection), "", new Refusal.UnknownAudience());
    }
    return switch (logins.logIn(
        attempt,
        connection,
        call.parameters().text("otp").orElse(""),
        signUp,
        (userId, refusal) -> logRefused(call, Optional.of(connection), userId, refusal))) {
      case Refused refused -> new Outcome.Refused(refused.refusal());
      case Accepted accepted -> {
        Login login = login(call, accepted.user(), api);
        yield mfa.authenticators().required(accepted.user(), call.tenant().mfaPolicy())
            ? PasswordGrant.secondStep(call, connection, login, mfa, log)
            : complete(call, attempt, connection, login);
      }
    };
  }

  private Login login(Call call, User user, Optional<Api> api) {
    List<String> requested = call.requestedScope();
    List<String> granted =
        policy.granted(
            Scopes.granted(requested, api, call.application()), api, user, Optional.empty());
    return Login.of(call.application(), user, api, requested, granted);
  }

  private Outcome complete(Call call, LoginAttempt attempt, Connection connection, Login login) {
    return switch (policy.decide(
        attempt.asking(login.audience(), login.granted()),
        Optional.of(login.user()),
        "oauth2-password")) {
      case Denied denied ->
          refused(
              call,
              Optional.of(connection),
              login.user().userId(),
              new Refusal.DeniedByRule(denied.reason()));
      case Allowed rules -> granted(call, attempt, connection, login.with(rules.claims()));
    };
  }

  private Outcome granted(Call call, LoginAttempt attempt, Connection connection, Login login) {
    users.seen(login.user().userId(), call.source());
    Minted minted = minter.forCode(login, false);
    log.write(
        attempt
            .entry(
                LogType.SUCCESS_LOGIN,
                "Successful login",
                Optional.of(connection),
                login.user().userId())
            .with("prompts", List.of())
            .with("session_id", "")
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(
      Call call, Optional<Connection> connection, String userId, Refusal refusal) {
    logRefused(call, connection, userId, refusal);
    return new Outcome.Refused(refusal);
  }

  private void logRefused(
      Call call, Optional<Connection> connection, String userId, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_PASSWORDLESS,
            OAuthError.of(refusal).description(),
            connection,
            userId));
  }
}
