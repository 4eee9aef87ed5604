package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.GuardianLog;
import dev.portcullis.emulator.internal.mfa.CodeChecks.NotRecovered;
import dev.portcullis.emulator.internal.mfa.CodeChecks.Recovered;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.mfa.PendingLogin;
import dev.portcullis.emulator.internal.mfa.PendingLogins.NotFound;
import dev.portcullis.emulator.internal.mfa.PendingLogins.Open;
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
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The grants that complete a login with a second factor: one-time password, out of band, recovery
 * code.
 */
final class MfaGrant {

  private final String mfaAudience;
  private final Mfa mfa;
  private final UserStore users;
  private final TenantLog log;
  private final Minter minter;
  private final Organizations organizations;
  private final TokenPolicy policy;

  MfaGrant(
      String mfaAudience,
      Mfa mfa,
      UserStore users,
      TenantLog log,
      Minter minter,
      Organizations organizations,
      TokenPolicy policy) {
    this.mfaAudience = mfaAudience;
    this.mfa = mfa;
    this.users = users;
    this.log = log;
    this.minter = minter;
    this.organizations = organizations;
    this.policy = policy;
  }

  /** The API behind {@code /mfa/}, for which users get access tokens. */
  static Api api(String audience) {
    return Api.of(audience)
        .withScopes(List.of("enroll", "read:authenticators", "remove:authenticators"));
  }

  Outcome exchange(Call call) {
    String token = call.parameters().text("mfa_token").orElse("");
    return switch (mfa.logins().find(token, call.application().clientId())) {
      case NotFound not -> refused(call, Optional.empty(), not.refusal());
      case Open open -> {
        Step step = secondStep(call, open.login());
        yield switch (step) {
          case Failed failed -> {
            GuardianLog.entry(call.attempt(), open.login().user(), failed.refusal())
                .ifPresent(log::write);
            yield refused(call, Optional.of(open.login()), failed.refusal());
          }
          case Passed passed -> {
            mfa.logins().complete(token);
            yield isBlocked(open.login())
                ? refused(call, Optional.of(open.login()), new Refusal.UserBlocked())
                : complete(
                    call.within(open.login().organizationId().flatMap(organizations::byId)),
                    open.login(),
                    passed);
          }
        };
      }
    };
  }

  /** As the user is now, not as at the first step. */
  private boolean isBlocked(PendingLogin login) {
    return users.byId(login.user().userId()).filter(User::blocked).isPresent();
  }

  private Step secondStep(Call call, PendingLogin login) {
    String userId = login.user().userId();
    return switch (call.grant()) {
      case MFA_OTP -> step(mfa.checks().checkOtp(userId, text(call, "otp")));
      case MFA_OOB ->
          step(
              mfa.checks()
                  .checkOob(
                      userId, text(call, "oob_code"), call.parameters().text("binding_code")));
      case MFA_RECOVERY_CODE ->
          switch (mfa.checks().checkRecoveryCode(userId, text(call, "recovery_code"))) {
            case Recovered recovered -> new Passed(Optional.of(recovered.next()));
            case NotRecovered not -> new Failed(not.refusal());
          };
      case PASSWORD,
          PASSWORD_REALM,
          AUTHORIZATION_CODE,
          IMPLICIT,
          CLIENT_CREDENTIALS,
          REFRESH_TOKEN,
          DEVICE_CODE,
          PASSWORDLESS_OTP ->
          throw new IllegalStateException("no second step: " + call.grant());
    };
  }

  private static Step step(Optional<Refusal> refusal) {
    return refusal.<Step>map(Failed::new).orElseGet(() -> new Passed(Optional.empty()));
  }

  private Outcome complete(Call call, PendingLogin pending, Passed passed) {
    Optional<Api> api =
        pending.audience().equals(mfaAudience)
            ? Optional.of(api(mfaAudience))
            : call.tenant().api(pending.audience());
    Login login =
        Login.of(call.application(), pending.user(), api, pending.requested(), pending.granted())
            .within(call.organization());
    return switch (policy.decide(
        call.attempt().asking(login.audience(), login.granted()),
        Optional.of(login.user()),
        "oauth2-password")) {
      case Denied denied ->
          refused(call, Optional.of(pending), new Refusal.DeniedByRule(denied.reason()));
      case Allowed rules -> granted(call, login.with(rules.claims()), pending, passed);
    };
  }

  private Outcome granted(Call call, Login login, PendingLogin pending, Passed passed) {
    users.seen(pending.user().userId(), call.source());
    Minted minted = minter.forLogin(login, true);
    passed.nextRecoveryCode().ifPresent(code -> minted.body().put("recovery_code", code.reveal()));
    log.write(
        call.entry(
                success(call.grant()),
                "",
                call.tenant().connection(pending.user().connection()),
                pending.user().userId())
            .by(pending.user().userId(), pending.user().email())
            .asking(login.audience(), login.granted())
            .with("access_token_jti", minted.jti())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(Call call, Optional<PendingLogin> login, Refusal refusal) {
    log.write(
        call.entry(
                failure(call.grant()),
                OAuthError.of(refusal).description(),
                login.flatMap(known -> call.tenant().connection(known.user().connection())),
                "")
            .by(
                login.map(known -> known.user().userId()).orElse(""),
                login.map(known -> known.user().email()).orElse("")));
    return new Outcome.Refused(refusal);
  }

  private static String text(Call call, String name) {
    return call.parameters().text(name).orElse("");
  }

  private static LogType success(GrantType grant) {
    return switch (grant) {
      case MFA_OTP -> LogType.SUCCESS_EXCHANGE_OTP;
      case MFA_OOB -> LogType.SUCCESS_EXCHANGE_OOB;
      case MFA_RECOVERY_CODE -> LogType.SUCCESS_EXCHANGE_RECOVERY_CODE;
      case PASSWORD,
          PASSWORD_REALM,
          AUTHORIZATION_CODE,
          IMPLICIT,
          CLIENT_CREDENTIALS,
          REFRESH_TOKEN,
          DEVICE_CODE,
          PASSWORDLESS_OTP ->
          throw new IllegalStateException("no second step: " + grant);
    };
  }

  static LogType failure(GrantType grant) {
    return switch (grant) {
      case PASSWORD, PASSWORD_REALM -> LogType.FAILED_EXCHANGE_PASSWORD;
      case AUTHORIZATION_CODE, IMPLICIT -> LogType.FAILED_EXCHANGE_CODE;
      case CLIENT_CREDENTIALS -> LogType.FAILED_EXCHANGE_CLIENT_CREDENTIALS;
      case REFRESH_TOKEN -> LogType.FAILED_EXCHANGE_REFRESH_TOKEN;
      case DEVICE_CODE -> LogType.FAILED_EXCHANGE_DEVICE_CODE;
      case PASSWORDLESS_OTP -> LogType.FAILED_EXCHANGE_PASSWORDLESS;
      case MFA_OTP -> LogType.FAILED_EXCHANGE_OTP;
      case MFA_OOB -> LogType.FAILED_EXCHANGE_OOB;
      case MFA_RECOVERY_CODE -> LogType.FAILED_EXCHANGE_RECOVERY_CODE;
    };
  }

  private sealed interface Step {}

  private record Passed(Optional<Secret> nextRecoveryCode) implements Step {}

  private record Failed(Refusal refusal) implements Step {}
}
