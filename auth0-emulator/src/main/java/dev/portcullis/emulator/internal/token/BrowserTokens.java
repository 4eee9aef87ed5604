package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.rules.CustomClaims;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code /authorize} hands to an application. Safe for many threads. */
public final class BrowserTokens {

  private final AuthorizationCodes codes;
  private final Minter minter;
  private final Organizations organizations;

  BrowserTokens(AuthorizationCodes codes, Minter minter, Organizations organizations) {
    this.codes = codes;
    this.minter = minter;
    this.organizations = organizations;
  }

  /** The requested scopes that the API has. */
  public static List<String> scope(
      List<String> requested, Optional<Api> api, Application application) {
    return Scopes.asRequested(requested, api, application);
  }

  /**
   * The values of a response: {@code code}, {@code access_token} and what belongs to it, {@code
   * id_token}.
   *
   * @param wanted the words of the {@code response_type}: code, token, id_token
   */
  public Map<String, Object> values(
      TenantDefinition tenant,
      Application application,
      User user,
      Authorization authorization,
      Set<String> wanted) {
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<String> code =
        wanted.contains("code") ? Optional.of(codes.issue(authorization)) : Optional.empty();
    code.ifPresent(value -> values.put("code", value));
    Login login =
        Login.of(
                application,
                user,
                tenant.api(authorization.audience()),
                authorization.scope(),
                authorization.scope())
            .in(Optional.of(authorization.session()))
            .within(authorization.organizationId().flatMap(organizations::byId))
            .with(authorization.claims().orElse(CustomClaims.NONE));
    values.putAll(
        minter.forBrowser(
            login,
            authorization.multifactor(),
            wanted.contains("token"),
            wanted.contains("id_token"),
            code));
    return values;
  }
}
