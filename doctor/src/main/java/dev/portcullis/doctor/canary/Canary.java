package dev.portcullis.doctor.canary;

import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.control.Option;
import java.time.Duration;

/** What came of a login of a test user; the first cases end the matter. */
public sealed interface Canary {

  /** There is no test user. */
  record NotConfigured() implements Canary {}

  /** The log cannot be read, so nothing was submitted. */
  record NoLog(FactUnavailable why) implements Canary {}

  /** It could not be submitted, or was not answered. */
  record NotAnswered(String why) implements Canary {}

  /** It was answered, and not with tokens. */
  record Refused(String why) implements Canary {}

  /**
   * It was answered with tokens.
   *
   * @param sent the address that was stated
   * @param seen the event, or what was said while looking for it
   */
  record LoggedIn(IpAddress sent, Seen seen) implements Canary {}

  /** What the log says of it. */
  sealed interface Seen {

    /** An event. */
    record Event(LogEvent event) implements Seen {}

    /** Nothing, for so long as one was ready to wait. */
    record Nothing(Duration waited) implements Seen {}

    /** The log could be read before, and no more. */
    record Lost(FactUnavailable why) implements Seen {}
  }

  /** The gateway's own address, if the log has told it. */
  default Option<IpAddress> egress() {
    return this instanceof LoggedIn(var sent, Seen.Event(var event))
        ? event.clientIp()
        : Option.none();
  }
}
