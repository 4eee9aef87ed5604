package dev.portcullis.doctor.tenant;

import dev.portcullis.domain.address.IpAddress;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * An event of the tenant's log. {@link #toString} does not contain the user.
 *
 * @param id ids are ordered as the events are
 * @param type Auth0's code, such as {@code sepft}
 * @param ip the address that Auth0 attributes the request to
 * @param clientIp where the request came from
 * @param userName empty if there is none
 */
public record LogEvent(
    String id,
    Instant date,
    String type,
    Option<IpAddress> ip,
    Option<IpAddress> clientIp,
    String clientId,
    String userName) {

  /** A password was exchanged for tokens: the only event of a successful login of this flow. */
  public static final String LOGIN = "sepft";

  /** The application uses what Auth0 has deprecated. */
  public static final String DEPRECATION = "depnote";

  /** Brute-force protection blocked. */
  public static final String BRUTE_FORCE_BLOCK = "limit_wc";

  /** Suspicious IP throttling blocked. */
  public static final String ADDRESS_BLOCK = "limit_mu";

  @Override
  public String toString() {
    return "LogEvent[" + id + " " + type + "]";
  }
}
