package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.login.PasswordCheck.Accepted;
import dev.portcullis.emulator.internal.login.PasswordCheck.Refused;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Allowed;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Denied;
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code password} and {@code password-realm} grants after client authentication: connection,
 * audience, organization, password check with attack protection, membership, tokens.
 */
final class PasswordGrant {

  private final UserStore users;
  private final PasswordCheck passwords;
  private final TenantLog log;
  private final Minter minter;
  private final Mfa mfa;
  private final String mfaAudience;
  private final Organizations organizations;
  private final TokenPolicy policy;

  PasswordGrant(
      UserStore users,
      PasswordCheck passwords,
      TenantLog log,
      Minter minter,
      Mfa mfa,
      String mfaAudience,
      Organizations organizations,
      TokenPolicy policy) {
    this.users = users;
    this.passwords = passwords;
    this.log = log;
    this.minter = minter;
    this.mfa = mfa;
    this.mfaAudience = mfaAudience;
    this.organizations = organizations;
    this.policy = policy;
  }

  Outcome exchange(Call call) {
    Target target = target(call);
    return switch (target) {
      case NoTarget none -> refused(call, Optional.empty(), "", none.refusal());
      case In in -> logIn(call.within(in.organization()), in.connection(), in.api());
    };
  }

  private Target target(Call call) {
    Optional<Connection> connection;
    if (call.grant() == GrantType.PASSWORD_REALM) {
      String realm = call.parameters().text("realm").orElse("");
      connection = call.tenant().connection(realm).filter(Connection::isDatabase);
      if (connection.isEmpty()) {
        return new NoTarget(new Refusal.UnknownRealm(realm));
      }
    } else {
      connection =
          call.tenant()
              .defaultDirectory()
              .flatMap(call.tenant()::connection)
              .filter(Connection::isDatabase);
      if (connection.isEmpty()) {
        return new NoTarget(new Refusal.NoDefaultDirectory());
      }
    }
    if (!connection.get().enabledClients().contains(call.application().clientId())
        || !connection.get().takesPasswords()) {
      return new NoTarget(new Refusal.ConnectionNotEnabled());
    }
    Optional<String> audience =
        call.parameters().text("audience").or(call.tenant()::defaultAudience);
    Optional<Api> api = audience.flatMap(name -> api(call, name));
    if (audience.isPresent() && api.isEmpty()) {
      return new NoTarget(new Refusal.UnknownAudience());
    }
    Optional<String> named = call.parameters().text("organization");
    Optional<Refusal> problem = organizations.problem(call.tenant(), call.application(), named);
    if (problem.isPresent()) {
      return new NoTarget(problem.get());
    }
    Optional<Organization> organization =
        named.flatMap(text -> organizations.find(call.tenant(), text));
    return organization.filter(each -> !organizations.has(each, connection.get())).isPresent()
        ? new NoTarget(new Refusal.ConnectionNotInOrganization())
        : new In(connection.get(), api, organization);
  }

  private Optional<Api> api(Call call, String audience) {
    return audience.equals(mfaAudience)
        ? Optional.of(MfaGrant.api(mfaAudience))
        : call.tenant().api(audience);
  }

  private Outcome logIn(Call call, Connection connection, Optional<Api> api) {
    String password = call.parameters().text("password").orElse("");
    return switch (passwords.check(
        call.attempt(),
        connection,
        password,
        false,
        (userId, refusal) -> logRefused(call, Optional.of(connection), userId, refusal))) {
      case Refused refused -> new Outcome.Refused(refused.refusal());
      case Accepted accepted -> {
        User user = accepted.user();
        List<String> requested = call.requestedScope();
        List<String> granted =
            policy.granted(
                Scopes.granted(requested, api, call.application()), api, user, call.organization());
        Login login =
            Login.of(call.application(), user, api, requested, granted).within(call.organization());
        Optional<Refusal> outsider =
            call.organization()
                .flatMap(each -> organizations.admit(each, Optional.of(connection), user.userId()));
        if (outsider.isPresent()) {
          yield refused(call, Optional.of(connection), user.userId(), outsider.get());
        }
        yield mfa.authenticators().required(user, call.tenant().mfaPolicy())
            ? secondStep(call, connection, login, mfa, log)
            : complete(call, connection, login);
      }
    };
  }

  /** The login waits for its second factor. */
  static Outcome secondStep(Call call, Connection connection, Login login, Mfa mfa, TenantLog log) {
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
                login.granted(),
                login.organization().map(Organization::id)));
  }

  private Outcome complete(Call call, Connection connection, Login login) {
    return switch (policy.decide(
        call.attempt().asking(login.audience(), login.granted()),
        Optional.of(login.user()),
        "oauth2-password")) {
      case Denied denied ->
          refused(
              call,
              Optional.of(connection),
              login.user().userId(),
              new Refusal.DeniedByRule(denied.reason()));
      case Allowed rules -> granted(call, connection, login.with(rules.claims()));
    };
  }

  private Outcome granted(Call call, Connection connection, Login login) {
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
    logRefused(call, connection, userId, refusal);
    return new Outcome.Refused(refusal);
  }

  private void logRefused(
      Call call, Optional<Connection> connection, String userId, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_PASSWORD,
            OAuthError.of(refusal).description(),
            connection,
            userId));
  }

  private sealed interface Target {}

  private record In(Connection connection, Optional<Api> api, Optional<Organization> organization)
      implements Target {}

  private record NoTarget(Refusal refusal) implements Target {}
}
