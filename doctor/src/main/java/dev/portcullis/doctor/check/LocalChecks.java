package dev.portcullis.doctor.check;

import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;

/** What this machine and the gateway's own settings are worth. */
public final class LocalChecks {

  private static final Duration SLOW_LOOK_UP = Duration.ofSeconds(1);
  private static final Duration SMALL_SKEW = Duration.ofSeconds(5);
  private static final Duration LARGE_SKEW = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofDays(14);

  private LocalChecks() {}

  public static Seq<Finding> of(Host machine, Expectations expected, Instant now) {
    return Vector.of(
        new Finding(Check.ADDRESS_SETTINGS, addresses(expected)),
        new Finding(Check.NAME_LOOKUP, machine.names().fold(Failed::new, LocalChecks::names)),
        new Finding(
            Check.TLS,
            machine
                .certificate()
                .fold(
                    Failed::new,
                    certificate ->
                        certificate.fold(
                            () -> new NotApplicable("plain http, to an emulator"),
                            it -> certificate(it, now)))),
        new Finding(Check.CLOCK, machine.skew().fold(NotChecked::new, LocalChecks::skew)),
        new Finding(Check.TIMEOUTS, timeouts(expected.timeouts())),
        new Finding(Check.SECRET_FILES, secrets(machine)),
        new Finding(
            Check.CREDENTIALS, machine.credentials().fold(NotChecked::new, LocalChecks::known)));
  }

  private static CheckResult addresses(Expectations expected) {
    Seq<String> found =
        expected
            .policies()
            .toVector()
            .flatMap(
                entry ->
                    PolicyLint.of(entry._2())
                        .map(it -> entry._1() + ": " + it.key() + ": " + it.problem()));
    return found.isEmpty()
        ? new Passed(
            expected.policies().size() == 1
                ? "one listener"
                : expected.policies().size() + " listeners")
        : new Warning(found.mkString("; "));
  }

  private static CheckResult names(Host.Names names) {
    String found = names.addresses().mkString(", ") + " in " + names.took().toMillis() + " ms";
    return names.took().compareTo(SLOW_LOOK_UP) > 0 ? new Warning(found) : new Passed(found);
  }

  private static CheckResult certificate(Host.Certificate certificate, Instant now) {
    String found = certificate.subject() + ", until " + certificate.expires();
    return certificate.expires().isBefore(now.plus(SOON)) ? new Warning(found) : new Passed(found);
  }

  private static CheckResult skew(Duration skew) {
    Duration size = skew.abs();
    String found =
        size.compareTo(SMALL_SKEW) <= 0
            ? "agrees with the tenant's"
            : size.toSeconds()
                + " s "
                + (skew.isNegative() ? "ahead of" : "behind")
                + " the tenant's";
    if (size.compareTo(LARGE_SKEW) > 0) {
      return new Failed(found);
    }
    return size.compareTo(SMALL_SKEW) > 0 ? new Warning(found) : new Passed(found);
  }

  private static CheckResult timeouts(Expectations.Timeouts it) {
    String found =
        "connect " + it.connect().toMillis() + " ms, in all " + it.total().toMillis() + " ms";
    if (it.connect().toMillis() < 500 || it.total().toMillis() < 3000) {
      return new Warning(found + ": too short for a slow day");
    }
    return it.total().toSeconds() > 30
        ? new Warning(found + ": users give up before")
        : new Passed(found);
  }

  private static CheckResult secrets(Host machine) {
    if (machine.certificate().exists(certificate -> certificate.isEmpty())) {
      return new NotApplicable("an emulator's secrets are no secrets");
    }
    Seq<Host.SecretPlace> places = machine.secrets();
    Seq<Host.SecretPlace> open = places.filter(Host.SecretPlace::others);
    if (!open.isEmpty()) {
      return new Warning(
          open.map(it -> it.setting() + " in " + it.file()).mkString(", ")
              + " can be read by other users: chmod 600");
    }
    return places.isEmpty()
        ? new NotApplicable("none in a file")
        : new Passed(places.map(Host.SecretPlace::file).distinct().mkString(", "));
  }

  private static CheckResult known(Host.Credentials credentials) {
    return switch (credentials) {
      case Host.Credentials.Accepted() -> new Passed("accepted");
      case Host.Credentials.Refused() ->
          new Failed("refused: the client secret, or the client id, is not the application's");
    };
  }
}
