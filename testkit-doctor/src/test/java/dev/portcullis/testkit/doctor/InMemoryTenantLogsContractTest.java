package dev.portcullis.testkit.doctor;

import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.time.Duration;

class InMemoryTenantLogsContractTest implements TenantLogsContract {

  private final InMemoryTenant tenant = new InMemoryTenant();
  private final TestClock clock = TestClock.create();
  private int logged;

  @Override
  public TenantLogs logs() {
    return tenant;
  }

  @Override
  public TenantLogs forbidden() {
    return TenantLogs.without(new FactUnavailable.MissingScope("read:logs"));
  }

  @Override
  public void logIn(String address) {
    clock.advance(Duration.ofMillis(10));
    tenant.log(
        new LogEvent(
            String.format("%08d", ++logged),
            clock.instant(),
            LogEvent.LOGIN,
            Option.of(Fixtures.address(address)),
            Option.of(Fixtures.address("198.51.100.20")),
            InMemoryTenant.CLIENT_ID,
            "alice@example.com"));
  }

  @Override
  public String clientId() {
    return InMemoryTenant.CLIENT_ID;
  }
}
