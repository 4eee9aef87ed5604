package dev.portcullis.testkit.fake;

import dev.portcullis.application.port.out.TenantEditor;
import dev.portcullis.application.port.out.TenantReader;
import dev.portcullis.domain.doctor.TenantSnapshot;
import dev.portcullis.domain.doctor.Unread;
import dev.portcullis.testkit.contract.TenantEditorContract;
import dev.portcullis.testkit.contract.TenantReaderContract;
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
                  Either.left(new Unread.MissingScope("read:clients")),
                  Either.left(new Unread.MissingScope("read:connections")),
                  Either.left(new Unread.MissingScope("read:tenant_settings")),
                  Either.left(new Unread.MissingScope("read:resource_servers")),
                  Either.left(new Unread.MissingScope("read:attack_protection")),
                  Either.left(new Unread.MissingScope("read:attack_protection")),
                  Either.left(new Unread.MissingScope("read:attack_protection")),
                  Either.left(new Unread.MissingScope("read:attack_protection")),
                  Either.right(30));
      case UNREACHABLE -> TenantReader.without(new Unread.NotAnswered("nobody listens"));
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
