package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantFact;
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
              TenantSnapshot.unread(new FactUnavailable.MissingScope("read:attack_protection"))
                  .with(TenantFact.APPLICATION, lacking("read:clients"))
                  .with(TenantFact.CONNECTIONS, lacking("read:connections"))
                  .with(TenantFact.DIRECTORY, lacking("read:tenant_settings"))
                  .with(TenantFact.API, lacking("read:resource_servers"))
                  .with(TenantFact.NETWORK_ACLS, lacking("read:network_acls"))
                  .with(TenantFact.CUSTOM_DOMAINS, lacking("read:custom_domains"))
                  .with(TenantFact.LOG_STREAMS, lacking("read:log_streams"))
                  .with(TenantFact.ACTIONS, lacking("read:actions"))
                  .with(TenantFact.TOKEN_QUOTA, lacking("read:clients"));
      case UNREACHABLE ->
          TenantReader.without(new FactUnavailable.NotAnswered("connection refused"));
    };
  }

  private static <T> Either<FactUnavailable, T> lacking(String scope) {
    return Either.left(new FactUnavailable.MissingScope(scope));
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
