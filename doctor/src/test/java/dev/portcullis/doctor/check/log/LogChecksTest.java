package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.RecentLog;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;

class LogChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return LogChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row(
            "log-logins",
            Given.logins(TRUSTED_1, TRUSTED_3),
            new Passed("ip differs from client_ip in 2 logins")),
        row(
            "log-logins",
            Given.logins(TRUSTED_3),
            new Passed("ip differs from client_ip in 1 login")),
        row(
            "log-logins",
            Given.logins(IGNORED_2, TRUSTED_3),
            new Passed(
                "1 of 2 logins with ip equal to client_ip, the last at 2026-01-15T10:30:02Z;"
                    + " trusted since")),
        row(
            "log-logins",
            Given.logins(TRUSTED_3, IGNORED_2, TRUSTED_1),
            new Passed(
                "1 of 3 logins with ip equal to client_ip, the last at 2026-01-15T10:30:02Z;"
                    + " trusted since")),
        row(
            "log-logins",
            Given.logins(TRUSTED_1, IGNORED_2, TRUSTED_3, IGNORED_4, TRUSTED_5),
            new Warning(
                "2 of 5 logins with ip equal to client_ip, the last at 2026-01-15T10:30:04Z; the"
                    + " header was trusted for some logins and ignored for others")),
        row(
            "log-logins",
            Given.logins(TRUSTED_1, IGNORED_2),
            new Failed(
                "1 of 2 logins with ip equal to client_ip, the last at 2026-01-15T10:30:02Z: the"
                    + " header is ignored")),
        // The tenant's own order has the newest first.
        row(
            "log-logins",
            Given.logins(IGNORED_2, TRUSTED_1),
            new Failed(
                "1 of 2 logins with ip equal to client_ip, the last at 2026-01-15T10:30:02Z: the"
                    + " header is ignored")),
        row(
            "log-logins",
            Given.logins(TRUSTED_3, IGNORED_2),
            new Passed(
                "1 of 2 logins with ip equal to client_ip, the last at 2026-01-15T10:30:02Z;"
                    + " trusted since")),
        row("log-logins", Given.logins(), new NotApplicable("no login in this time")),
        row(
            "log-logins",
            Given.logins(Given.event(1, "203.0.113.7", ""), Given.event(2, "", "198.51.100.20")),
            new NotApplicable("no login in this time")),
        row("log-logins", UNREAD, new NotChecked(Given.NO_SCOPE_TEXT)),
        row("log-logins", OF_THE_CANARY, new NotApplicable("no login in this time")),
        row("log-proxies", OF_THE_CANARY, new NotApplicable("no login in this time")),
        row("log-private", OF_THE_CANARY, new NotApplicable("no login in this time")),
        row("log-blocks", OF_THE_CANARY, new Passed("no block in this time")),
        row("log-proxies", Given.logins(TRUSTED_1), new Passed("none in 1 login")),
        row(
            "log-proxies",
            Given.logins(
                TRUSTED_1,
                Given.event(2, "10.0.0.9", "198.51.100.20"),
                Given.event(3, "10.0.0.8", "")),
            new Failed("2 of 3 logins with a proxy's address as ip: 10.0.0.8, 10.0.0.9")),
        row(
            "log-proxies",
            Given.logins(Given.event(2, "10.0.0.9", "10.0.0.9")),
            new Passed("none in 1 login")),
        row("log-proxies", Given.logins(), new NotApplicable("no login in this time")),
        row("log-proxies", UNREAD, new NotChecked(Given.NO_SCOPE_TEXT)),
        row("log-private", Given.logins(TRUSTED_1), new Passed("none in 1 login")),
        row(
            "log-private",
            Given.logins(Given.event(1, "192.168.7.7", "198.51.100.20")),
            new Failed("1 of 1 login with a private address as ip: 192.168.7.7")),
        row(
            "log-private",
            Given.logins(Given.event(1, "192.168.7.7", "192.168.7.7")),
            new Passed("none in 1 login")),
        row(
            "log-private",
            Given.expecting(
                    it ->
                        it.withPolicies(
                            HashMap.of(
                                "users",
                                ClientAddressPolicy.direct()
                                    .withPrivateResult(
                                        new PrivateResult.AllowOnly(
                                            Given.ranges("192.168.7.0/24"))))))
                .withLog(
                    Given.logins(
                            Given.event(1, "192.168.7.7", "198.51.100.20"),
                            Given.event(2, "192.168.8.8", "198.51.100.20"))
                        .log()),
            new Failed("1 of 2 logins with a private address as ip: 192.168.8.8")),
        row("log-private", Given.logins(), new NotApplicable("no login in this time")),
        row("log-private", UNREAD, new NotChecked(Given.NO_SCOPE_TEXT)),
        row("log-blocks", Given.blocks(EGRESS), new Passed("no block in this time")),
        row(
            "log-blocks",
            Given.blocks(EGRESS, Given.event(1, "203.0.113.7", "")),
            new Passed("none of 1 block is the gateway's")),
        row(
            "log-blocks",
            Given.blocks(
                EGRESS, Given.event(1, "203.0.113.7", ""), Given.event(2, "198.51.100.20", "")),
            new Failed("1 of 2 blocks hit 198.51.100.20, the gateway itself")),
        row(
            "log-blocks",
            Given.blocks(Given.nothing(), Given.event(1, "203.0.113.7", "")),
            new NotChecked(
                "1 block, and the gateway's own addresses are not known: set doctor.egress")),
        row("log-blocks", UNREAD, new NotChecked(Given.NO_SCOPE_TEXT)),
        row("log-deprecations", notices(), new Passed("none in this time")),
        row(
            "log-deprecations",
            notices(TRUSTED_1),
            new Warning("1 notice, the last at 2026-01-15T10:30:01Z")),
        row(
            "log-deprecations",
            notices(TRUSTED_3, TRUSTED_1),
            new Warning("2 notices, the last at 2026-01-15T10:30:03Z")),
        row("log-deprecations", UNREAD, new NotChecked(Given.NO_SCOPE_TEXT)));
  }

  private static Facts notices(LogEvent... events) {
    return Given.nothing()
        .withLog(
            new RecentLog(
                Either.left(Given.NO_SCOPE),
                Either.left(Given.NO_SCOPE),
                Either.right(Vector.of(events))));
  }

  private static final Facts UNREAD = Given.nothing().withLog(RecentLog.unread(Given.NO_SCOPE));

  /**
   * The doctor's own login with the header ignored, from a proxy's address; Given's user is ada.
   */
  private static final Facts OF_THE_CANARY =
      Given.expecting(
              it -> it.withCanary(Option.of("Ada")).withEgress(Given.ranges("198.51.100.20")))
          .withLog(
              new RecentLog(
                  Either.right(
                      Vector.of(
                          Given.event(1, "198.51.100.20", "198.51.100.20"),
                          Given.event(2, "10.0.0.9", "198.51.100.20"),
                          Given.event(3, "192.168.7.7", "198.51.100.20"))),
                  Either.right(Vector.of(Given.event(4, "198.51.100.20", "198.51.100.20")))));

  private static final Facts EGRESS =
      Given.expecting(it -> it.withEgress(Given.ranges("198.51.100.20")));
  private static final LogEvent TRUSTED_1 = Given.event(1, "203.0.113.7", "198.51.100.20");
  private static final LogEvent IGNORED_2 = Given.event(2, "198.51.100.20", "198.51.100.20");
  private static final LogEvent TRUSTED_3 = Given.event(3, "203.0.113.7", "198.51.100.20");
  private static final LogEvent IGNORED_4 = Given.event(4, "198.51.100.20", "198.51.100.20");
  private static final LogEvent TRUSTED_5 = Given.event(5, "203.0.113.7", "198.51.100.20");
}
