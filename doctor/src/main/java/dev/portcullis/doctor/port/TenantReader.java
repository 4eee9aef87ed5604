package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.control.Option;

/**
 * Reads the tenant's settings. Each fact is read on its own, so that a missing scope hides one fact
 * alone; throws nothing, ends within a bounded time, changes nothing. Its contract is {@code
 * TenantReaderContract} in testkit-doctor.
 */
@FunctionalInterface
public interface TenantReader {

  /** Reads every fact; one that could not be read has its reason. */
  TenantSnapshot read(Subject subject);

  /** A reader that reads nothing, for this reason. */
  static TenantReader without(FactUnavailable why) {
    return subject -> TenantSnapshot.unread(why);
  }

  /**
   * What to read about.
   *
   * @param realm the connection that logins name
   * @param audience the API that tokens are for
   */
  record Subject(String clientId, Option<String> realm, Option<String> audience) {}
}
