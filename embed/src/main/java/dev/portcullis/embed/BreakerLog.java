package dev.portcullis.embed;

import dev.portcullis.application.protection.ProtectionEvents;
import org.slf4j.Logger;

/** Logs what the breaker in front of a provider does. */
final class BreakerLog implements ProtectionEvents {

  private final Logger log;
  private final String tenant;

  /**
   * A log.
   *
   * @param tenant the name of the tenant
   */
  BreakerLog(Logger log, String tenant) {
    this.log = log;
    this.tenant = tenant;
  }

  @Override
  public void opened() {
    log.warn("{}: the provider does not answer, so logins are refused at once", tenant);
  }

  @Override
  public void closed() {
    log.info("{}: the provider answers again", tenant);
  }
}
