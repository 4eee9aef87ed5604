package dev.portcullis.doctor.check;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the tenant's log proves. */
public final class LogChecks {

  private LogChecks() {}

  /**
   * A look back.
   *
   * @param logins events of type {@code sepft} of the application
   * @param blocks events of attack protection
   */
  public static Seq<Finding> lookBack(
      Either<FactUnavailable, Seq<LogEvent>> logins,
      Either<FactUnavailable, Seq<LogEvent>> blocks,
      Expectations expected) {
    return Vector.of(
        new Finding(Check.LOG_LOGINS, judged(logins, LogChecks::ignored)),
        new Finding(
            Check.LOG_PROXIES,
            judged(logins, all -> none(all, expected::isProxy, "a proxy's address"))),
        new Finding(
            Check.LOG_PRIVATE,
            judged(
                logins,
                all ->
                    none(
                        all,
                        ip -> ip.isReserved() && !expected.mayBeUser(ip),
                        "a private address"))),
        new Finding(Check.LOG_BLOCKS, judged(blocks, all -> blocked(all, expected))));
  }

  /** The addresses that the application's calls came from. */
  public static Seq<IpAddress> egress(Either<FactUnavailable, Seq<LogEvent>> logins) {
    return logins.getOrElse(Vector.empty()).flatMap(LogEvent::clientIp).distinct();
  }

  private static CheckResult judged(
      Either<FactUnavailable, Seq<LogEvent>> events, Function<Seq<LogEvent>, CheckResult> judge) {
    return events.fold(unread -> new NotChecked(unread.reason()), judge);
  }

  private static CheckResult ignored(Seq<LogEvent> logins) {
    Seq<LogEvent> telling = logins.filter(it -> it.ip().isDefined() && it.clientIp().isDefined());
    if (telling.isEmpty()) {
      return new NotApplicable("no login in this time");
    }
    Seq<LogEvent> ignored = telling.filter(it -> it.ip().equals(it.clientIp()));
    if (ignored.isEmpty()) {
      return new Passed("each of " + logins(telling.size()) + " has an ip of its own");
    }
    String found =
        ignored.size()
            + " of "
            + logins(telling.size())
            + " with ip equal to client_ip, the last at "
            + ignored.map(LogEvent::date).max().get();
    Seq<Boolean> inOrder = telling.sortBy(LogEvent::id).map(ignored::contains);
    if (inOrder.last()) {
      return new Failed(found + ": the header is ignored");
    }
    // Once ignored and then believed, it was mended; now this and now that, it depends on who
    // sends.
    int times = inOrder.sliding(2).count(two -> two.head() && !two.last());
    return times == 1
        ? new Passed(found + "; believed since")
        : new Warning(found + "; believed and ignored by turns");
  }

  /** Whether the header was believed, so that the address is the one that the gateway sent. */
  private static boolean believed(LogEvent login) {
    return login.clientIp().isEmpty() || !login.ip().equals(login.clientIp());
  }

  private static String logins(int count) {
    return count == 1 ? "1 login" : count + " logins";
  }

  private static CheckResult none(Seq<LogEvent> logins, Predicate<IpAddress> wrong, String what) {
    if (logins.isEmpty()) {
      return new NotApplicable("no login in this time");
    }
    Seq<IpAddress> found = logins.filter(LogChecks::believed).flatMap(LogEvent::ip).filter(wrong);
    return found.isEmpty()
        ? new Passed("none in " + logins(logins.size()))
        : new Failed(
            found.size()
                + " of "
                + logins(logins.size())
                + " with "
                + what
                + " as ip: "
                + found.distinct().sorted().take(3).mkString(", "));
  }

  private static CheckResult blocked(Seq<LogEvent> blocks, Expectations expected) {
    if (blocks.isEmpty()) {
      return new Passed("no block in this time");
    }
    if (expected.egress().isEmpty()) {
      return new NotChecked(
          blocks.size()
              + " blocks, and the gateway's own addresses are not known: set doctor.egress");
    }
    Seq<LogEvent> own = blocks.filter(it -> it.ip().exists(expected.egress()::contains));
    return own.isEmpty()
        ? new Passed("none of " + blocks.size() + " blocks is the gateway's")
        : new Failed(
            own.size()
                + " of "
                + blocks.size()
                + " blocks hit "
                + own.flatMap(LogEvent::ip).distinct().sorted().mkString(", ")
                + ", the gateway itself");
  }

  /** The login of a test user. */
  public static Seq<Finding> canary(Canary canary, Expectations expected) {
    CheckResult login =
        switch (canary) {
          case Canary.NotConfigured() -> new NotApplicable("doctor.canary is not set");
          case Canary.NoLog(var why) -> new NotChecked(why.reason());
          case Canary.NotAnswered(var why) -> new NotChecked(why);
          case Canary.Refused(var why) -> new Failed(why);
          case Canary.LoggedIn(var sent, var seen) -> new Passed("logged in from " + sent);
        };
    if (!(canary instanceof Canary.LoggedIn(var sent, var seen))) {
      CheckResult rest =
          canary instanceof Canary.NotConfigured
              ? login
              : new NotChecked("there was no login to look for");
      return Vector.of(
          new Finding(Check.CANARY_LOGIN, login),
          new Finding(Check.CANARY_ADDRESS, rest),
          new Finding(Check.CANARY_EGRESS, rest));
    }
    return Vector.of(
        new Finding(Check.CANARY_LOGIN, login),
        new Finding(Check.CANARY_ADDRESS, seen(seen, event -> address(sent, event))),
        new Finding(Check.CANARY_EGRESS, seen(seen, event -> egress(event, expected))));
  }

  private static CheckResult seen(Canary.Seen seen, Function<LogEvent, CheckResult> judge) {
    return switch (seen) {
      case Canary.Seen.Event(var event) -> judge.apply(event);
      case Canary.Seen.Nothing(var waited) ->
          new NotChecked(
              "no sepft event of it within "
                  + waited.toSeconds()
                  + " s: logs can be late, try again with a longer doctor.log-wait");
      case Canary.Seen.Lost(var why) -> new NotChecked(why.reason());
    };
  }

  private static CheckResult address(IpAddress sent, LogEvent event) {
    Option<IpAddress> logged = event.ip();
    if (logged.contains(sent)) {
      return new Passed("ip is " + sent + ", as sent");
    }
    String found =
        "ip is " + logged.map(IpAddress::toString).getOrElse("missing") + ", sent was " + sent;
    return new Failed(
        logged.isDefined() && logged.equals(event.clientIp())
            ? found + ": the header was ignored"
            : found);
  }

  private static CheckResult egress(LogEvent event, Expectations expected) {
    if (event.clientIp().isEmpty()) {
      return new NotChecked("the event has no client_ip");
    }
    IpAddress from = event.clientIp().get();
    if (expected.egress().isEmpty()) {
      return new Passed(from + "; name it in doctor.egress to have it checked");
    }
    return expected.egress().contains(from)
        ? new Passed("client_ip is " + from)
        : new Warning(
            "client_ip is "
                + from
                + ", which doctor.egress does not have: "
                + expected.egress().ranges().mkString(", "));
  }
}
