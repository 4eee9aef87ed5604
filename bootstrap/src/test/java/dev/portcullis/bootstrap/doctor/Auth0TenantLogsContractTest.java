package dev.portcullis.bootstrap.doctor;

import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.doctor.TenantLogsContract;
import org.junit.jupiter.api.AfterEach;

/** Auth0's log, as the emulator has it. */
class Auth0TenantLogsContractTest implements TenantLogsContract {

  private final ManagementOnEmulator tenant = new ManagementOnEmulator();
  private final Auth0Management allowed = tenant.withAllScopes();

  @AfterEach
  void end() {
    tenant.close();
  }

  @Override
  public TenantLogs logs() {
    return allowed.tenantLogs();
  }

  @Override
  public TenantLogs forbidden() {
    return tenant.withoutScopes().tenantLogs();
  }

  @Override
  public void logIn(String address) {
    tenant.admin().logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, address);
  }

  @Override
  public String clientId() {
    return DemoTenant.GATEWAY_CLIENT_ID;
  }
}
