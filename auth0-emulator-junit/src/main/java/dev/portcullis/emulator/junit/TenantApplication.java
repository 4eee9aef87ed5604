package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.Tenant;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** An application of a tenant; each call takes effect at once. */
public final class TenantApplication {

  private final Tenant tenant;
  private final String clientId;
  private final Secret clientSecret;

  private TenantApplication(Tenant tenant, String name) {
    this.tenant = tenant;
    this.clientId = idOf(name);
    this.clientSecret = Secret.of("secret of " + clientId);
  }

  static TenantApplication of(Tenant tenant, String name) {
    TenantApplication made = new TenantApplication(tenant, name);
    Application application =
        Application.confidential(
            made.clientId,
            name,
            AppType.REGULAR_WEB,
            made.clientSecret,
            GrantType.PASSWORD,
            GrantType.PASSWORD_REALM,
            GrantType.REFRESH_TOKEN,
            GrantType.MFA_OTP,
            GrantType.MFA_OOB,
            GrantType.MFA_RECOVERY_CODE);
    tenant.configure(definition -> enable(definition.application(application), made.clientId));
    return made;
  }

  /** Trusts its {@code auth0-forwarded-for}. */
  public TenantApplication trusted() {
    return changed(builder -> builder.ipHeaderTrusted(true));
  }

  /** Changes it. */
  public TenantApplication changed(UnaryOperator<Application.Builder> change) {
    tenant.configure(
        definition ->
            definition
                .build()
                .application(clientId)
                .map(Application::toBuilder)
                .map(change)
                .map(Application.Builder::build)
                .ifPresent(definition::application));
    return this;
  }

  /** Its {@code client_id}. */
  public String clientId() {
    return clientId;
  }

  /** Its {@code client_secret}. */
  public String clientSecret() {
    return clientSecret.reveal();
  }

  /** The same 32 letters and digits for the same name. */
  static String idOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  private static void enable(TenantDefinition.Builder definition, String clientId) {
    Connection before = definition.build().connection(DemoTenant.CONNECTION).orElseThrow();
    Set<String> enabled = new HashSet<>(before.enabledClients());
    enabled.add(clientId);
    definition.connection(before.withEnabledClients(enabled));
  }
}
