package dev.portcullis.emulator.internal.token;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.device.DeviceCodes;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.mfa.MfaAccess;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.passwordless.AuthSessions;
import dev.portcullis.emulator.internal.passwordless.CodeLogins;
import dev.portcullis.emulator.internal.refresh.IssuedRefreshTokens;
import dev.portcullis.emulator.internal.refresh.RefreshTokens;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.session.SessionTransfers;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/** The endpoints that issue, revoke and read tokens. */
public final class TokenServices {

  private final TokenEndpoint token;
  private final Revocation revocation;
  private final UserInfo userInfo;
  private final BrowserTokens browserTokens;
  private final SessionTransfers sessionTransfers;
  private final AccessTokens accessTokens;
  private final IssuedRefreshTokens issued;

  /**
   * Over the tenant's state.
   *
   * @param issuer the issuer, with a slash at its end
   * @param names the addresses that clients may call the tenant by, the issuer among them
   */
  public TokenServices(
      Supplier<TenantDefinition> tenant,
      String issuer,
      Set<String> names,
      ClientAuthenticator clients,
      UserStore users,
      Mfa mfa,
      PasswordCheck passwords,
      DeviceCodes devices,
      CodeLogins codeLogins,
      AuthSessions authSessions,
      Organizations organizations,
      TokenPolicy policy,
      TenantLog log,
      TokenKeys keys,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    String mfaAudience = issuer + "mfa/";
    RefreshTokens refreshTokens = new RefreshTokens(clock, random, store);
    this.issued = new IssuedRefreshTokens(refreshTokens);
    this.accessTokens = new AccessTokens(issuer, keys, clock, store);
    Minter minter =
        new Minter(issuer, keys, refreshTokens, accessTokens, clock, random, tenant, policy);
    AuthorizationCodes codes = new AuthorizationCodes(clock, random, store);
    this.browserTokens = new BrowserTokens(codes, minter, organizations);
    this.sessionTransfers = new SessionTransfers(clock, random, store);
    this.token =
        new TokenEndpoint(
            tenant,
            clients,
            new PasswordGrant(
                users, passwords, log, minter, mfa, mfaAudience, organizations, policy),
            new CodeGrant(codes, users, log, minter, organizations),
            new ClientCredentialsGrant(
                names.stream().map(name -> name + "api/v2/").collect(toUnmodifiableSet()),
                log,
                minter,
                policy),
            new RefreshGrant(
                tenant,
                users,
                refreshTokens,
                log,
                minter,
                sessionTransfers,
                "urn:" + URI.create(issuer).getAuthority() + ":session_transfer",
                organizations,
                policy),
            new DeviceGrant(devices, users, log, minter, policy),
            new PasswordlessGrant(users, codeLogins, authSessions, log, minter, mfa, policy),
            new MfaGrant(mfaAudience, mfa, users, log, minter, organizations, policy),
            log,
            clock,
            store);
    this.revocation = new Revocation(tenant, clients, refreshTokens, log);
    this.userInfo = new UserInfo(accessTokens, users, clock, store);
  }

  /** Reads the access tokens for the audience of {@code /mfa/}. */
  public MfaAccess mfaAccess() {
    return accessTokens::forMfa;
  }

  /** Makes what {@code /authorize} hands to applications. */
  public BrowserTokens browserTokens() {
    return browserTokens;
  }

  /** The refresh tokens that are valid now. */
  public IssuedRefreshTokens refreshTokens() {
    return issued;
  }

  /** The session transfer tokens that were issued. */
  public SessionTransfers sessionTransfers() {
    return sessionTransfers;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("POST", "/oauth/token", token)
        .on("POST", "/oauth/revoke", revocation)
        .on("GET", "/userinfo", userInfo)
        .on("POST", "/userinfo", userInfo);
  }
}
