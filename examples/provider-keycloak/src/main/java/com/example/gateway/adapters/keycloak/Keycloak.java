package com.example.gateway.adapters.keycloak;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;

/** Keycloak as a provider: what it can decide, and how its misconfigurations are fixed. */
public final class Keycloak {

  private Keycloak() {}

  // region: provider
  /** What a login by Keycloak's direct access grant can end with. */
  public static final Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.GRANTED,
              OutcomeCode.WRONG_CREDENTIALS,
              OutcomeCode.USER_BLOCKED,
              OutcomeCode.VERIFICATION_REQUIRED)
          .addAll(ProviderFault.CODES);

  /** Verifies credentials, and neither renews tokens nor asks for second factors. */
  public static Provider provider(CredentialVerifier verifier) {
    return Provider.of(verifier, Keycloak::remedy).withLoginCodes(CODES);
  }

  private static String remedy(Misconfiguration what) {
    return switch (what) {
      case CLIENT_AUTHENTICATION ->
          "Compare keycloak.client-id and keycloak.client-secret with the client's credentials.";
      case GRANT_NOT_ALLOWED -> "Turn on \"Direct access grants\" of the client.";
      case REFRESH_NOT_ALLOWED -> "This gateway does not renew Keycloak's tokens.";
      case MFA_NOT_ALLOWED -> "This gateway does not ask for Keycloak's second factors.";
      case MANAGEMENT_REFUSED -> "This gateway does not use Keycloak's admin API.";
      case DEFAULT_DIRECTORY_MISSING ->
          "Set keycloak.realm to a realm of this Keycloak that is enabled.";
      case REQUEST_REFUSED ->
          "Compare keycloak.scope with the scopes that the client may request; for \"HTTPS"
              + " required\", set keycloak.url to an https URL.";
    };
  }
  // end
}
