package dev.portcullis.bootstrap.doctor;

import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.doctor.TenantEditorContract;
import dev.portcullis.testkit.doctor.TenantReaderContract;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;

/** Auth0's Management API, as the emulator has it. */
class Auth0TenantContractTest implements TenantReaderContract, TenantEditorContract {

  private final ManagementOnEmulator tenant = new ManagementOnEmulator();
  private final Auth0Management allowed = tenant.withAllScopes();

  @AfterEach
  void end() {
    tenant.close();
  }

  @Override
  public TenantReader reader(Situation situation) {
    return switch (situation) {
      case ORDINARY -> allowed.tenantReader();
      case FORBIDDEN -> tenant.withoutScopes().tenantReader();
      case UNREACHABLE -> tenant.at(URI.create("http://127.0.0.1:1")).tenantReader();
    };
  }

  @Override
  public TenantReader reader() {
    return allowed.tenantReader();
  }

  @Override
  public TenantEditor editor() {
    return allowed.tenantEditor();
  }

  @Override
  public TenantEditor forbidden() {
    return tenant.withoutScopes().tenantEditor();
  }

  @Override
  public String clientId() {
    return DemoTenant.GATEWAY_CLIENT_ID;
  }
}
