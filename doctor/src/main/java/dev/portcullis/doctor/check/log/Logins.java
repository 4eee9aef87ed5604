package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.collection.Seq;
import java.util.function.Function;
import java.util.function.Predicate;

/** Logged logins by the address that they were attributed to. */
final class Logins {

  private Logins() {}

  /** Judges whether no login with a trusted header has a wrong address. */
  static CheckResult without(
      Seq<LogEvent> logins,
      Predicate<IpAddress> wrong,
      Function<String, CheckResult> failed,
      String what) {
    Seq<IpAddress> found = logins.filter(Logins::trusted).flatMap(LogEvent::ip).filter(wrong);
    return found.isEmpty()
        ? new Passed("none in " + count(logins))
        : failed.apply(
            found.size()
                + " of "
                + count(logins)
                + " with "
                + what
                + " as ip: "
                + found.distinct().sorted().take(3).mkString(", "));
  }

  /** Whether the header was trusted, so that the address is the one that the gateway sent. */
  private static boolean trusted(LogEvent login) {
    return login.clientIp().isEmpty() || !login.ip().equals(login.clientIp());
  }

  static String count(Seq<LogEvent> logins) {
    return Counted.of(logins.size(), "login");
  }
}
