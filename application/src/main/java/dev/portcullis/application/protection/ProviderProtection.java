package dev.portcullis.application.protection;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.session.port.RefreshTokens;
import java.time.InstantSource;

/**
 * What stands between the gateway and its provider. Calls that cannot be sent now end with {@code
 * Overloaded}; while the provider does not answer they end with {@code Unreachable}. Neither is
 * sent, so both are refunded by the gateway's own limits. A call that is sent is sent once, as the
 * ports of the provider say. Safe for concurrent use.
 */
public final class ProviderProtection {

  private final ProviderGate gate;

  /**
   * A protection that has seen no call.
   *
   * @param pace spaces the calls, in this process or for all instances
   * @param events receives what the breaker does
   */
  public ProviderProtection(
      ProtectionSettings settings, TenantPace pace, ProtectionEvents events, InstantSource time) {
    this.gate = new ProviderGate(settings, pace, events, time);
  }

  /** The same provider, with every call through this protection. */
  public Provider around(Provider provider) {
    Provider guarded =
        provider.withVerifier(new ProtectedCredentialVerifier(provider.verifier(), gate));
    for (RefreshTokens tokens : provider.refreshTokens()) {
      guarded = guarded.withRefreshTokens(new ProtectedRefreshTokens(tokens, gate));
    }
    for (MfaProvider factors : provider.secondFactors()) {
      guarded = guarded.withSecondFactors(new ProtectedMfaProvider(factors, gate));
    }
    for (PasswordResets resets : provider.passwordResets()) {
      // A page of the operator's own calls nobody.
      if (!(resets instanceof HandOffPasswordResets)) {
        guarded = guarded.withPasswordResets(new ProtectedPasswordResets(resets, gate));
      }
    }
    return guarded;
  }

  /** How things stand now. */
  public ProtectionState state() {
    return gate.state();
  }
}
