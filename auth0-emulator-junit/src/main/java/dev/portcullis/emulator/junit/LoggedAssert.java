package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.observed.LogEvent;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Assertions on log events; each keeps the matching events, and fails if none is left. */
public final class LoggedAssert extends AbstractAssert<LoggedAssert, List<LogEvent>> {

  LoggedAssert(List<LogEvent> events) {
    super(events, LoggedAssert.class);
  }

  /** Some event has that end-user address ({@code ip}). */
  public LoggedAssert from(String ip) {
    return narrowed("from " + ip, event -> event.ip().equals(ip));
  }

  /** Some event has that caller address ({@code client_ip}). */
  public LoggedAssert through(String clientIp) {
    return narrowed(
        "through " + clientIp, event -> event.clientIp().filter(clientIp::equals).isPresent());
  }

  /** Some event is about that user name. */
  public LoggedAssert about(String userName) {
    return narrowed("about " + userName, event -> event.userName().equals(userName));
  }

  /** There are exactly that many events. */
  public LoggedAssert times(int expected) {
    if (actual.size() != expected) {
      failWithMessage(
          "Expected %d such events, but there are %d:%s",
          expected, actual.size(), TenantAssert.lines(actual, LoggedAssert::line));
    }
    return this;
  }

  LoggedAssert narrowed(String what, Predicate<LogEvent> kept) {
    List<LogEvent> left = actual.stream().filter(kept).toList();
    if (left.isEmpty()) {
      failWithMessage(
          "Expected an event %s in the log, but there is:%s",
          what, TenantAssert.lines(actual, LoggedAssert::line));
    }
    return new LoggedAssert(left);
  }

  static String line(LogEvent event) {
    return "%s %s from %s%s: %s"
        .formatted(
            event.type().code(),
            event.userName(),
            event.ip(),
            event.clientIp().map(ip -> " through " + ip).orElse(""),
            event.description());
  }
}
