package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.control.Option;

/**
 * Reads the tenant's settings. Each part is read on its own, so that what one scope forbids does
 * not hide the rest; throws nothing, ends within a bounded time, changes nothing. Its contract is
 * {@code TenantReaderContract} in the testkit.
 */
@FunctionalInterface
public interface TenantReader {

  TenantSnapshot read(Subject subject);

  /** A reader of nothing. */
  static TenantReader without(FactUnavailable why) {
    return subject -> TenantSnapshot.unread(why);
  }

  /**
   * What is asked about.
   *
   * @param realm the connection that logins name
   * @param audience the API that tokens are for
   */
  record Subject(String clientId, Option<String> realm, Option<String> audience) {}
}
