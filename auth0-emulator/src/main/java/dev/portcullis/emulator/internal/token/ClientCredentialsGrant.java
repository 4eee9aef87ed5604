package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Allowed;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Denied;
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Api;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code client_credentials} grant, for the Management API and the tenant's other APIs. */
final class ClientCredentialsGrant {

  private final Set<String> managementAudiences;
  private final TenantLog log;
  private final Minter minter;
  private final TokenPolicy policy;

  ClientCredentialsGrant(
      Set<String> managementAudiences, TenantLog log, Minter minter, TokenPolicy policy) {
    this.managementAudiences = managementAudiences;
    this.log = log;
    this.minter = minter;
    this.policy = policy;
  }

  Outcome exchange(Call call) {
    String audience = call.parameters().text("audience").orElse("");
    boolean management = managementAudiences.contains(audience);
    Optional<Api> api = call.tenant().api(audience);
    if (!management && api.isEmpty()) {
      return refused(call, new Refusal.ServiceNotFound(audience));
    }
    List<String> allowed =
        management
            ? call.application().managementScopes()
            : call.application().apiGrants().getOrDefault(audience, List.of());
    if (allowed.isEmpty()) {
      return refused(call, new Refusal.NoClientGrant(audience));
    }
    List<String> requested = call.requestedScope();
    List<String> missing = requested.stream().filter(scope -> !allowed.contains(scope)).toList();
    if (!missing.isEmpty()) {
      return refused(call, new Refusal.ScopesNotGranted(missing));
    }
    List<String> granted = requested.isEmpty() ? allowed : requested;
    return switch (policy.decide(call.attempt(), Optional.empty(), "oauth2-client-credentials")) {
      case Denied denied -> refused(call, new Refusal.DeniedByRule(denied.reason()));
      case Allowed rules -> {
        Minted minted =
            minter.forMachine(
                call.application(),
                api.orElseGet(() -> Api.of(audience)),
                requested,
                granted,
                rules.claims());
        yield granted(call, audience, granted, minted);
      }
    };
  }

  private Outcome granted(Call call, String audience, List<String> granted, Minted minted) {
    log.write(
        call.entry(LogType.SUCCESS_EXCHANGE_CLIENT_CREDENTIALS, "", Optional.empty(), "")
            .asking(audience, granted)
            .with("access_token_jti", minted.jti())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(Call call, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_CLIENT_CREDENTIALS,
            OAuthError.of(refusal).description(),
            Optional.empty(),
            ""));
    return new Outcome.Refused(refusal);
  }
}
