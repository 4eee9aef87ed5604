package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.device.DeviceCodes;
import dev.portcullis.emulator.internal.device.DeviceCodes.Approval;
import dev.portcullis.emulator.internal.device.DeviceCodes.DeviceRequest;
import dev.portcullis.emulator.internal.log.TenantLog;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code device_code} grant (RFC 8628, section 3.4): what the user decided on the page, or that
 * there is no decision yet. A poll that has to be repeated leaves no log event.
 */
final class DeviceGrant {

  private final DeviceCodes codes;
  private final UserStore users;
  private final TenantLog log;
  private final Minter minter;
  private final TokenPolicy policy;

  DeviceGrant(
      DeviceCodes codes, UserStore users, TenantLog log, Minter minter, TokenPolicy policy) {
    this.codes = codes;
    this.users = users;
    this.log = log;
    this.minter = minter;
    this.policy = policy;
  }

  Outcome exchange(Call call) {
    return switch (codes.poll(
        call.parameters().text("device_code").orElse(""), call.application().clientId())) {
      case DeviceCodes.Pending ignored -> new Outcome.Refused(new Refusal.DevicePending());
      case DeviceCodes.TooEarly ignored -> new Outcome.Refused(new Refusal.DeviceSlowDown());
      case DeviceCodes.Denied ignored -> refused(call, "", new Refusal.DeviceDenied());
      case DeviceCodes.Expired ignored -> refused(call, "", new Refusal.ExpiredDeviceCode());
      case DeviceCodes.Unknown ignored -> refused(call, "", new Refusal.BadDeviceCode());
      case DeviceCodes.Allowed allowed -> allowed(call, allowed.request(), allowed.approval());
    };
  }

  private Outcome allowed(Call call, DeviceRequest request, Approval approval) {
    Optional<User> user = users.byId(approval.userId());
    if (user.isEmpty()) {
      return refused(call, approval.userId(), new Refusal.BadDeviceCode());
    }
    return user.get().blocked()
        ? refused(call, approval.userId(), new Refusal.UserBlocked())
        : complete(call, request, approval, user.get());
  }

  private Outcome complete(Call call, DeviceRequest request, Approval approval, User user) {
    Optional<Api> api = call.tenant().api(request.audience());
    List<String> scope =
        policy.granted(
            Scopes.asRequested(request.scope(), api, call.application()),
            api,
            user,
            Optional.empty());
    Login login = Login.of(call.application(), user, api, scope, scope);
    return switch (policy.decide(
        call.attempt().asking(login.audience(), scope), Optional.of(user), "oauth2-device-code")) {
      case Denied denied -> refused(call, user.userId(), new Refusal.DeniedByRule(denied.reason()));
      case Allowed rules -> granted(call, approval, login.with(rules.claims()));
    };
  }

  private Outcome granted(Call call, Approval approval, Login login) {
    User user = login.user();
    Minted minted = minter.forCode(login, approval.multifactor());
    log.write(
        call.entry(
                LogType.SUCCESS_EXCHANGE_DEVICE_CODE,
                "",
                call.tenant().connection(approval.connection()),
                user.userId())
            .by(user.userId(), user.email())
            .asking(login.audience(), login.granted())
            .with("access_token_jti", minted.jti())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(Call call, String userId, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_DEVICE_CODE,
            OAuthError.of(refusal).description(),
            Optional.empty(),
            userId));
    return new Outcome.Refused(refusal);
  }
}
