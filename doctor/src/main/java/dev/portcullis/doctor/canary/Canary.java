package dev.portcullis.doctor.canary;

import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.control.Option;
import java.time.Duration;

/** The result of the test user's login. Only {@link LoggedIn} has anything in the log. */
public sealed interface Canary {

  /** No test user is configured. */
  record NotConfigured() implements Canary {}

  /** The log cannot be read, so nothing was submitted. */
  record NoLog(FactUnavailable why) implements Canary {}

  /** It could not be submitted, or got no usable answer. */
  record NotAnswered(String why) implements Canary {}

  /** It was refused. */
  record Refused(String why) implements Canary {}

  /**
   * It was granted.
   *
   * @param sent the address that was stated
   * @param seen what the log contained of it
   */
  record LoggedIn(IpAddress sent, Seen seen) implements Canary {}

  /** What the log contained of a login. */
  sealed interface Seen {

    /** Its event. */
    record Event(LogEvent event) implements Seen {}

    /** No event, within the time to wait. */
    record Nothing(Duration waited) implements Seen {}

    /** The log could be read before the login, but not after it. */
    record Lost(FactUnavailable why) implements Seen {}
  }

  /** The gateway's own address as the tenant sees it, if the event has it. */
  default Option<IpAddress> egress() {
    return this instanceof LoggedIn(var sent, Seen.Event(var event))
        ? event.clientIp()
        : Option.none();
  }
}
