package dev.portcullis.emulator.tenant;

import dev.portcullis.emulator.expression.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a tenant would do in an Action: adds claims to tokens, or denies them. It applies where all
 * its conditions hold.
 *
 * @param name for people; may be empty
 * @param users e-mail addresses or ids; empty for all users, and machines too
 * @param clients client ids; empty for all
 * @param when a condition on values such as {@code event.user.email}; empty if it always holds
 * @param deny the {@code error_description} of the refusal
 * @param idToken claims of ID tokens; a text such as {@code event.user.name} is that value
 * @param accessToken the same of access tokens
 */
public record TokenRule(
    String name,
    List<String> users,
    List<String> clients,
    String when,
    Optional<String> deny,
    Map<String, Object> idToken,
    Map<String, Object> accessToken) {

  /** Without conditions and without effect. */
  public static final TokenRule EMPTY =
      new TokenRule("", List.of(), List.of(), "", Optional.empty(), Map.of(), Map.of());

  /** Auth0's list, from its page "Create Custom Claims". */
  private static final Set<String> RESERVED =
      Set.of(
          ("acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash"
               + " client_id cnf cty dest entitlements events exp groups gty htm htu iat"
               + " internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce object_id"
               + " org_id org_name orig origid permissions roles rph s_hash sid sip_callid"
               + " sip_cseq_num sip_date sip_from_tag sip_via_branch sub sub_jwk toe txn typ uuid"
               + " vot vtm x5t#S256 scope")
              .split(" "));

  /** OpenID Connect's claims about a user, which only access tokens may have. */
  private static final Set<String> OF_PROFILE =
      Set.of(
          ("address birthdate email email_verified family_name gender given_name locale middle_name"
                  + " name nickname phone_number phone_number_verified picture preferred_username"
                  + " profile updated_at website zoneinfo")
              .split(" "));

  /** Checks condition and claims, and copies the collections. */
  public TokenRule {
    if (!when.isEmpty()) {
      Expression.parse(when);
    }
    users = List.copyOf(users);
    clients = List.copyOf(clients);
    idToken = checked(idToken, true);
    accessToken = checked(accessToken, false);
  }

  private static Map<String, Object> checked(Map<String, Object> claims, boolean inIdToken) {
    for (String claim : claims.keySet()) {
      if (isReserved(claim, inIdToken)) {
        throw new IllegalArgumentException(
            "claim: " + claim + " (expected: one that Auth0 does not reserve)");
      }
    }
    return new LinkedHashMap<>(claims);
  }

  /** Whether Auth0 sets a claim of that name itself, so that no rule can. */
  public static boolean isReserved(String claim, boolean inIdToken) {
    return RESERVED.contains(claim) || (inIdToken && OF_PROFILE.contains(claim));
  }

  /** With this name. */
  public TokenRule withName(String value) {
    return new TokenRule(value, users, clients, when, deny, idToken, accessToken);
  }

  /** For these users only, by e-mail address or id. */
  public TokenRule withUsers(List<String> value) {
    return new TokenRule(name, value, clients, when, deny, idToken, accessToken);
  }

  /** For these applications only, by client id. */
  public TokenRule withClients(List<String> value) {
    return new TokenRule(name, users, value, when, deny, idToken, accessToken);
  }

  /** Where this condition holds. */
  public TokenRule withWhen(String value) {
    return new TokenRule(name, users, clients, value, deny, idToken, accessToken);
  }

  /** Denies for this reason. */
  public TokenRule withDeny(String value) {
    return new TokenRule(name, users, clients, when, Optional.of(value), idToken, accessToken);
  }

  /** Adds these claims to ID tokens. */
  public TokenRule withIdToken(Map<String, Object> value) {
    return new TokenRule(name, users, clients, when, deny, value, accessToken);
  }

  /** Adds these claims to access tokens. */
  public TokenRule withAccessToken(Map<String, Object> value) {
    return new TokenRule(name, users, clients, when, deny, idToken, value);
  }
}
