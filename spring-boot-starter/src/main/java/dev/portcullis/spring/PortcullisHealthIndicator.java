package dev.portcullis.spring;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.embed.Portcullis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@code UP} after a login that the provider decided, {@code UNKNOWN} before the first and after
 * one that it did not. Never {@code DOWN}: a load balancer would send no more logins here, and only
 * a login can show that the provider answers again.
 */
final class PortcullisHealthIndicator implements HealthIndicator {

  private final Portcullis gate;
  private final LastLogin last;

  PortcullisHealthIndicator(Portcullis gate, LastLogin last) {
    this.gate = gate;
    this.last = last;
  }

  @Override
  public Health health() {
    return last.get().map(this::health).getOrElse(() -> Health.unknown().build());
  }

  private Health health(LastLogin.Ended ended) {
    Health.Builder health =
        (ended.fault().isEmpty() ? Health.up() : Health.unknown())
            .withDetail("lastLogin", ended.code().word())
            .withDetail("breaker", gate.protection().breaker().word());
    ended
        .fault()
        .forEach(
            fault -> {
              if (fault instanceof ProviderFault.Misconfigured misconfigured) {
                health.withDetail("remedy", gate.provider().remedy(misconfigured.what()));
              }
            });
    return health.build();
  }
}
