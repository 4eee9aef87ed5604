package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.control.Either;

class InMemoryTenantContractTest implements TenantReaderContract, TenantEditorContract {

  private final InMemoryTenant tenant = new InMemoryTenant();

  @Override
  public TenantReader reader(Situation situation) {
    return switch (situation) {
      case ORDINARY -> tenant;
      case FORBIDDEN ->
          subject ->
              new TenantSnapshot(
                  Either.left(new FactUnavailable.MissingScope("read:clients")),
                  Either.left(new FactUnavailable.MissingScope("read:connections")),
                  Either.left(new FactUnavailable.MissingScope("read:tenant_settings")),
                  Either.left(new FactUnavailable.MissingScope("read:resource_servers")),
                  Either.left(new FactUnavailable.MissingScope("read:attack_protection")),
                  Either.left(new FactUnavailable.MissingScope("read:attack_protection")),
                  Either.left(new FactUnavailable.MissingScope("read:attack_protection")),
                  Either.left(new FactUnavailable.MissingScope("read:attack_protection")),
                  Either.right(30));
      case UNREACHABLE -> TenantReader.without(new FactUnavailable.NotAnswered("nobody listens"));
    };
  }

  @Override
  public TenantReader reader() {
    return tenant;
  }

  @Override
  public TenantEditor editor() {
    return tenant;
  }

  @Override
  public TenantEditor forbidden() {
    return TenantEditor.without("the management application lacks the scope update:clients");
  }

  @Override
  public String clientId() {
    return InMemoryTenant.CLIENT_ID;
  }
}
