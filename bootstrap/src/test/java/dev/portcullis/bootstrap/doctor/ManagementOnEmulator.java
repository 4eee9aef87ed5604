package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.EveryCheckTest.tenant;

import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The demo tenant, and what speaks to its Management API with more or fewer scopes. */
final class ManagementOnEmulator implements AutoCloseable {

  private static final String LESS_CLIENT_ID = "ManagementWithLess01234567890123";
  private static final String LESS_SECRET = "secret-of-a-management-application-with-fewer-scopes";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Auth0Emulator tenant = tenant(seed());
  private final TenantAdmin admin = new TenantAdmin(tenant);

  private static TenantDefinition seed() {
    return TenantDefinition.demo().toBuilder()
        .application(
            Application.confidential(
                    LESS_CLIENT_ID,
                    "Less",
                    AppType.NON_INTERACTIVE,
                    Secret.of(LESS_SECRET),
                    GrantType.CLIENT_CREDENTIALS)
                .withManagementScopes("delete:users"))
        .build();
  }

  Auth0Management withAllScopes() {
    return at(tenant.baseUri());
  }

  /** May do nothing that the doctor does. */
  Auth0Management withoutScopes() {
    return open(tenant.baseUri(), LESS_CLIENT_ID, LESS_SECRET);
  }

  Auth0Management at(URI address) {
    return open(address, DemoTenant.MANAGEMENT_CLIENT_ID, DemoTenant.MANAGEMENT_CLIENT_SECRET);
  }

  /** An administrator of the tenant. */
  TenantAdmin admin() {
    return admin;
  }

  private Auth0Management open(URI address, String clientId, String secret) {
    try {
      Auth0Management management =
          Auth0Management.open(
              ManagementSettings.of(address, clientId, new ClientSecret(secret)),
              SSLContext.getDefault(),
              InstantSource.system(),
              new ThreadSleeper());
      opened.add(management);
      return management;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : opened.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    admin.close();
    tenant.close();
  }
}
