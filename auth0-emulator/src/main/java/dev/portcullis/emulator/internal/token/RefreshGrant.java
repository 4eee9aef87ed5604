package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.refresh.RefreshTokens;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Good;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Grant;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Reused;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Unknown;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Withheld;
import dev.portcullis.emulator.internal.rules.CustomClaims;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Allowed;
import dev.portcullis.emulator.internal.rules.TokenPolicy.Denied;
import dev.portcullis.emulator.internal.session.SessionTransfers;
import dev.portcullis.emulator.internal.token.Login.BrowserSession;
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The {@code refresh_token} grant. */
final class RefreshGrant {

  private final Supplier<TenantDefinition> tenant;
  private final UserStore users;
  private final RefreshTokens refreshTokens;
  private final TenantLog log;
  private final Minter minter;
  private final SessionTransfers transfers;
  private final String transferAudience;
  private final Organizations organizations;
  private final TokenPolicy policy;

  RefreshGrant(
      Supplier<TenantDefinition> tenant,
      UserStore users,
      RefreshTokens refreshTokens,
      TenantLog log,
      Minter minter,
      SessionTransfers transfers,
      String transferAudience,
      Organizations organizations,
      TokenPolicy policy) {
    this.tenant = tenant;
    this.users = users;
    this.refreshTokens = refreshTokens;
    this.log = log;
    this.minter = minter;
    this.transfers = transfers;
    this.transferAudience = transferAudience;
    this.organizations = organizations;
    this.policy = policy;
  }

  Outcome exchange(Call call) {
    String token = call.parameters().text("refresh_token").orElse("");
    if (wantsTransfer(call) && !call.application().sessionTransfer().canCreate()) {
      return refused(call, Optional.empty(), new Refusal.NoSessionTransfer());
    }
    return switch (refreshTokens.use(
        token,
        call.application().clientId(),
        call.application().refreshTokens(),
        grant -> renewal(call, grant) instanceof MayRenew)) {
      case Good good -> refresh(within(call, good.grant()), good);
      case Withheld withheld ->
          refused(
              within(call, withheld.grant()),
              Optional.of(withheld.grant()),
              renewal(call, withheld.grant()) instanceof MayNot not
                  ? not.refusal()
                  : new Refusal.BadRefreshToken());
      case Reused reused -> {
        Refusal refusal = new Refusal.BadRefreshToken();
        log.write(
            call.entry(
                    LogType.REUSED_REFRESH_TOKEN,
                    OAuthError.of(refusal).description(),
                    tenant.get().connection(reused.grant().connection()),
                    reused.grant().userId())
                .with("familyId", reused.familyId())
                .with("latestCounter", reused.latestCounter())
                .with("tokenCounter", reused.counter()));
        yield new Outcome.Refused(refusal);
      }
      case Unknown ignored -> refused(call, Optional.empty(), new Refusal.BadRefreshToken());
    };
  }

  private Call within(Call call, Grant grant) {
    return call.within(grant.organizationId().flatMap(organizations::byId));
  }

  /** A user who was deleted may renew here: the refusal of that uses the token up. */
  private Renewal renewal(Call anyCall, Grant grant) {
    Call call = within(anyCall, grant);
    Optional<User> user = users.byId(grant.userId());
    if (user.filter(User::blocked).isPresent()) {
      return new MayNot(new Refusal.RefreshTokenOfBlockedUser());
    }
    Optional<String> named = call.parameters().text("organization");
    if (named.isPresent()
        && (call.organization().isEmpty()
            || !call.organization().equals(organizations.find(call.tenant(), named.get())))) {
      return new MayNot(new Refusal.AnotherOrganization());
    }
    if (grant.organizationId().isPresent()
        && call.organization()
            .filter(each -> organizations.isMember(each, grant.userId()))
            .isEmpty()) {
      return new MayNot(new Refusal.NotAMember(grant.userId(), grant.organizationId().get()));
    }
    return switch (policy.decide(
        call.attempt().asking(grant.audience(), granted(call, grant)),
        user,
        "oauth2-refresh-token")) {
      case Denied denied -> new MayNot(new Refusal.DeniedByRule(denied.reason()));
      case Allowed allowed -> new MayRenew(allowed.claims());
    };
  }

  private static List<String> granted(Call call, Grant grant) {
    List<String> requested = call.requestedScope();
    return requested.isEmpty()
        ? grant.scope()
        : requested.stream().filter(grant.scope()::contains).distinct().toList();
  }

  private Outcome refresh(Call call, Good good) {
    Grant grant = good.grant();
    Optional<User> user = users.byId(grant.userId());
    if (user.isEmpty()) {
      return refused(call, Optional.of(grant), new Refusal.RefreshTokenWithoutUser());
    }
    if (wantsTransfer(call)) {
      return transfer(call, good, user.get());
    }
    Optional<Api> api = tenant.get().api(grant.audience());
    List<String> granted =
        policy.granted(granted(call, grant), api, user.get(), call.organization());
    Minted minted =
        minter.forRefresh(
            Login.of(call.application(), user.get(), api, call.requestedScope(), granted)
                .in(
                    grant
                        .sessionId()
                        .map(id -> new BrowserSession(id, Optional.empty(), Optional.empty())))
                .within(call.organization())
                .with(
                    renewal(call, grant) instanceof MayRenew may
                        ? may.claims()
                        : CustomClaims.NONE));
    good.successor().ifPresent(next -> minted.body().put("refresh_token", next));
    log.write(
        call.entry(
                LogType.SUCCESS_EXCHANGE_REFRESH_TOKEN,
                "",
                tenant.get().connection(grant.connection()),
                grant.userId())
            .by(grant.userId(), user.get().email())
            .asking(grant.audience(), granted)
            .with("access_token_jti", minted.jti())
            .with("familyId", good.familyId())
            .with("tokenCounter", good.counter())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private boolean wantsTransfer(Call call) {
    return call.parameters().text("audience").equals(Optional.of(transferAudience));
  }

  /** A session transfer token; the address is the end user's by the trust rule. */
  private Outcome transfer(Call call, Good good, User user) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "access_token",
        transfers.issue(
            user.userId(), call.source(), call.application().sessionTransfer().binding()));
    body.put("issued_token_type", "urn:auth0:params:oauth:token-type:session_transfer_token");
    body.put("token_type", "N_A");
    body.put("expires_in", SessionTransfers.LIFETIME.toSeconds());
    good.successor().ifPresent(next -> body.put("refresh_token", next));
    log.write(
        call.entry(
                LogType.SUCCESS_EXCHANGE_REFRESH_TOKEN,
                "",
                tenant.get().connection(user.connection()),
                user.userId())
            .by(user.userId(), user.email())
            .asking(transferAudience, List.of())
            .with("familyId", good.familyId())
            .with("tokenCounter", good.counter()));
    return new Outcome.Granted(body);
  }

  private Outcome refused(Call call, Optional<Grant> grant, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_REFRESH_TOKEN,
            OAuthError.of(refusal).description(),
            grant.map(Grant::connection).flatMap(tenant.get()::connection),
            grant.map(Grant::userId).orElse("")));
    return new Outcome.Refused(refusal);
  }

  /** Whether a refresh token may be used now. */
  private sealed interface Renewal {}

  private record MayRenew(CustomClaims claims) implements Renewal {}

  private record MayNot(Refusal refusal) implements Renewal {}
}
