package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.rules.CustomClaims;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.token.Minter.Minted;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code authorization_code} grant: code, redirect URI, code verifier, user, tokens. A code is
 * used up by the first attempt, also by one that fails.
 */
final class CodeGrant {

  private final AuthorizationCodes codes;
  private final UserStore users;
  private final TenantLog log;
  private final Minter minter;
  private final Organizations organizations;

  CodeGrant(
      AuthorizationCodes codes,
      UserStore users,
      TenantLog log,
      Minter minter,
      Organizations organizations) {
    this.codes = codes;
    this.users = users;
    this.log = log;
    this.minter = minter;
    this.organizations = organizations;
  }

  Outcome exchange(Call call) {
    Optional<Authorization> found =
        codes.redeem(call.parameters().text("code").orElse(""), call.application().clientId());
    if (found.isEmpty()) {
      return refused(call, found, new Refusal.BadCode());
    }
    Authorization authorization = found.get();
    Optional<String> sent = call.parameters().text("redirect_uri");
    if (sent.isPresent() || authorization.redirectUriSent()) {
      if (!sent.equals(Optional.of(authorization.redirectUri()))) {
        return refused(
            call,
            found,
            new Refusal.WrongRedirectUri(sent.orElse("null"), authorization.redirectUri()));
      }
    }
    Optional<String> challenge =
        call.parameters().text("code_verifier").map(CodeGrant::challengeOf);
    if (!challenge.equals(authorization.codeChallenge())) {
      return refused(call, found, new Refusal.BadCodeVerifier());
    }
    Optional<User> user = users.byId(authorization.userId());
    if (user.isEmpty()) {
      return refused(call, found, new Refusal.BadCode());
    }
    return user.get().blocked()
        ? refused(call, found, new Refusal.UserBlocked())
        : complete(
            call.within(authorization.organizationId().flatMap(organizations::byId)),
            authorization,
            user.get());
  }

  /** The S256 code challenge of a verifier (RFC 7636). */
  private static String challengeOf(String verifier) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(HexFormat.of().parseHex(Hash.of(verifier)));
  }

  private Outcome complete(Call call, Authorization authorization, User user) {
    Login login =
        Login.of(
                call.application(),
                user,
                call.tenant().api(authorization.audience()),
                authorization.scope(),
                authorization.scope())
            .in(Optional.of(authorization.session()))
            .within(call.organization())
            .with(authorization.claims().orElse(CustomClaims.NONE));
    Minted minted = minter.forCode(login, authorization.multifactor());
    log.write(
        call.entry(
                LogType.SUCCESS_EXCHANGE_CODE,
                "",
                call.tenant().connection(authorization.connection()),
                user.userId())
            .by(user.userId(), user.email())
            .asking(login.audience(), login.granted())
            .with("access_token_jti", minted.jti())
            .with("actions", Map.of("executions", List.of())));
    return new Outcome.Granted(minted.body());
  }

  private Outcome refused(Call call, Optional<Authorization> authorization, Refusal refusal) {
    log.write(
        call.entry(
            LogType.FAILED_EXCHANGE_CODE,
            OAuthError.of(refusal).description(),
            authorization.map(Authorization::connection).flatMap(call.tenant()::connection),
            authorization.map(Authorization::userId).orElse("")));
    return new Outcome.Refused(refusal);
  }
}
