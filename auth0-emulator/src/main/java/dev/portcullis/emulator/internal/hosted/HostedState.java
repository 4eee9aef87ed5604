package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.access.Invitations;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.accounts.PasswordResets;
import dev.portcullis.emulator.internal.accounts.SignUps;
import dev.portcullis.emulator.internal.device.DeviceCodes;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.mfa.SecondStep;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.passwordless.CodeLogins;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.session.SessionTransfers;
import dev.portcullis.emulator.internal.session.Sessions;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.token.BrowserTokens;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The tenant's state that hosted login works on.
 *
 * @param issuer the issuer, with a slash at its end
 */
public record HostedState(
    Supplier<TenantDefinition> tenant,
    String issuer,
    UserStore users,
    PasswordCheck passwords,
    Organizations organizations,
    Invitations invitations,
    TokenPolicy policy,
    SecondStep secondStep,
    SignUps signUps,
    PasswordResets resets,
    BrowserTokens tokens,
    SessionTransfers transfers,
    Sessions sessions,
    ClientAuthenticator clients,
    DeviceCodes devices,
    CodeLogins codeLogins,
    TokenKeys keys,
    TenantLog log,
    InstantSource clock,
    SecureRandom random,
    Store store) {

  /** Whether browsers reach the tenant over HTTPS. */
  boolean secure() {
    return issuer.startsWith("https:");
  }
}
