package dev.portcullis.doctor.check;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.RecentLog;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.function.Function;

/**
 * Everything that checks judge, read once. What was not read is unavailable.
 *
 * @param expected what the gateway's settings expect
 * @param now when the host was examined
 */
public record Facts(
    Expectations expected,
    Instant now,
    Host host,
    Canary canary,
    RecentLog log,
    TenantSnapshot tenant) {

  /** Nothing has been read yet. */
  public static Facts of(Expectations expected) {
    FactUnavailable unread = new FactUnavailable.NotAnswered("not read");
    return new Facts(
        expected,
        Instant.EPOCH,
        Host.unread(unread.reason()),
        new Canary.NotConfigured(),
        RecentLog.unread(unread),
        TenantSnapshot.unread(unread));
  }

  public Facts withHost(Host other, Instant time) {
    return new Facts(expected, time, other, canary, log, tenant);
  }

  public Facts withCanary(Canary other) {
    return new Facts(expected, now, host, other, log, tenant);
  }

  public Facts withLog(RecentLog other) {
    return new Facts(expected, now, host, canary, other, tenant);
  }

  public Facts withTenant(TenantSnapshot other) {
    return new Facts(expected, now, host, canary, log, other);
  }

  /**
   * The gateway's own addresses as the tenant sees them: those of the settings, of the canary's
   * login and of the logged logins.
   */
  public IpRangeSet egress() {
    Seq<IpAddress> logged = log.logins().getOrElse(Vector.empty()).flatMap(LogEvent::clientIp);
    IpRangeSet known = expected.egress();
    return IpRangeSet.of(
        known
            .ranges()
            .appendAll(
                canary
                    .egress()
                    .toVector()
                    .appendAll(logged)
                    .filter(address -> !known.contains(address))
                    .map(address -> new IpRange(address, address.bits())))
            .distinct());
  }

  /** The logged logins of users: the doctor's own prove nothing about them. */
  public Either<FactUnavailable, Seq<LogEvent>> logins() {
    return log.logins().map(this::ofUsers);
  }

  /** The logged blocks of users. */
  public Either<FactUnavailable, Seq<LogEvent>> blocks() {
    return log.blocks().map(this::ofUsers);
  }

  private Seq<LogEvent> ofUsers(Seq<LogEvent> events) {
    return events.reject(
        event -> expected.canary().exists(name -> name.equalsIgnoreCase(event.userName())));
  }

  /** The id of the check that finds why the tenant gives no answer; none if it answers. */
  public Option<String> obstacle() {
    return switch (host.reach()) {
      case Host.Reach.NoName it -> Option.of(Causes.NAME_LOOKUP);
      case Host.Reach.NoAnswer it -> Option.of(Causes.TENANT_ANSWERS);
      case Host.Reach.NotTrusted it -> Option.of(Causes.TLS);
      case Host.Reach.Unread it -> Option.none();
      case Host.Reach.Answers it -> Option.none();
    };
  }

  /** Judges what the tenant answered to the probe of its host. */
  public CheckResult ofAnswer(Function<Host.Reach.Answers, CheckResult> judge) {
    return switch (host.reach()) {
      case Host.Reach.Unread(var why) -> new NotChecked(why);
      case Host.Reach.Answers it -> judge.apply(it);
      case Host.Reach.NoName it -> new Skipped(Causes.NAME_LOOKUP);
      case Host.Reach.NoAnswer it -> new Skipped(Causes.TENANT_ANSWERS);
      case Host.Reach.NotTrusted it -> new Skipped(Causes.TLS);
    };
  }

  /** Why the Management API cannot be read; none if it was read, in part at least. */
  public Option<FactUnavailable> noAccess() {
    Seq<FactUnavailable> reasons =
        Vector.of(
                tenant.get(TenantFact.APPLICATION).swap().toOption(),
                log.logins().swap().toOption(),
                log.blocks().swap().toOption(),
                canary instanceof Canary.NoLog(var why)
                    ? Option.of(why)
                    : Option.<FactUnavailable>none())
            .flatMap(reason -> reason);
    return reasons.find(Facts::isOfAll).orElse(reasons::headOption);
  }

  private static boolean isOfAll(FactUnavailable why) {
    return switch (why) {
      case FactUnavailable.NoAccess it -> true;
      case FactUnavailable.Unreachable it -> true;
      case FactUnavailable.NotConfigured it -> true;
      case FactUnavailable.MissingScope it -> false;
      case FactUnavailable.NotEnabled it -> false;
      case FactUnavailable.NotAnswered it -> false;
    };
  }

  /** The application that the gateway logs in as, if it could be read and exists. */
  public Option<Application> application() {
    return tenant.get(TenantFact.APPLICATION).toOption().flatMap(app -> app);
  }

  /** Judges the application that the gateway logs in as. */
  public CheckResult ofApplication(Function<Application, CheckResult> judge) {
    return CheckResult.of(
        tenant.get(TenantFact.APPLICATION),
        app -> app.fold(() -> new Skipped(Causes.APPLICATION), judge));
  }

  /** The name of the connection that logins use, if the settings or the tenant name one. */
  public Option<String> connectionName() {
    return expected
        .realm()
        .orElse(
            () -> tenant.get(TenantFact.DIRECTORY).toOption().flatMap(Directory::defaultDirectory));
  }

  /** The connection that logins use, if it could be read and exists. */
  public Option<Connection> connection() {
    return connectionName()
        .flatMap(
            name ->
                tenant
                    .get(TenantFact.CONNECTIONS)
                    .toOption()
                    .flatMap(all -> all.find(each -> each.name().equals(name))));
  }

  /** Judges the connection that logins use. */
  public CheckResult ofConnection(Function<Connection, CheckResult> judge) {
    return CheckResult.of(
        tenant.get(TenantFact.CONNECTIONS),
        all -> connection().fold(() -> new Skipped(Causes.CONNECTION), judge));
  }
}
