package dev.portcullis.doctor.check;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.RecentLog;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Facts of a correct set-up, and the same with one thing changed. The address ranges of
 * documentation count as end users'.
 */
public final class Given {

  public static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  public static final FactUnavailable NO_SCOPE = new FactUnavailable.MissingScope("read:it");
  public static final String NO_SCOPE_TEXT = "the management application lacks the scope read:it";

  public static final Expectations EXPECTED =
      Expectations.of(
              "client",
              AuthenticationMethod.CLIENT_SECRET_POST,
              new Expectations.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10)))
          .withPolicies(
              HashMap.of(
                  "users",
                  ClientAddressPolicy.behind(ranges("10.0.0.0/24"))
                      .withPrivateResult(
                          new ClientAddressPolicy.PrivateResult.AllowOnly(
                              ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))));

  public static final Application APPLICATION =
      Application.of("client", "Login gateway")
          .withType(Option.of("regular_web"))
          .withMethod(AuthenticationMethod.CLIENT_SECRET_POST)
          .withIpHeaderTrusted(true)
          .withGrants(
              HashSet.of(
                  "password",
                  "http://auth0.com/oauth/grant-type/mfa-otp",
                  "http://auth0.com/oauth/grant-type/mfa-oob",
                  "http://auth0.com/oauth/grant-type/mfa-recovery-code"));

  public static final Connection CONNECTION = Connection.of("con_1", "users", "auth0");
  public static final BruteForce BRUTE_FORCE = BruteForce.of(true, HashSet.of("block"));
  public static final SuspiciousIp SUSPICIOUS_IP = SuspiciousIp.of(true, HashSet.of("block"));

  private Given() {}

  /** Nothing was read. */
  public static Facts nothing() {
    return Facts.of(EXPECTED);
  }

  /** Other expectations; nothing was read. */
  public static Facts expecting(UnaryOperator<Expectations> change) {
    return Facts.of(change.apply(EXPECTED));
  }

  /** Logins name the realm {@code users}. */
  public static Facts realm() {
    return expecting(it -> it.withRealm(Option.of("users")));
  }

  /** The same with a fact about the tenant. */
  public static <T> Facts with(Facts facts, TenantFact<T> fact, T value) {
    return facts.withTenant(facts.tenant().with(fact, value));
  }

  /** The same with a fact about the tenant that may not be read. */
  public static <T> Facts without(Facts facts, TenantFact<T> fact) {
    return facts.withTenant(facts.tenant().with(fact, Either.left(NO_SCOPE)));
  }

  /** The application, changed. */
  public static Facts application(UnaryOperator<Application> change) {
    return with(nothing(), TenantFact.APPLICATION, Option.of(change.apply(APPLICATION)));
  }

  /** The tenant has no such application. */
  public static Facts noApplication() {
    return with(nothing(), TenantFact.APPLICATION, Option.none());
  }

  /** The application may not be read. */
  public static Facts unreadApplication() {
    return without(nothing(), TenantFact.APPLICATION);
  }

  /** These logins were logged. */
  public static Facts logins(LogEvent... events) {
    return nothing().withLog(new RecentLog(Either.right(Vector.of(events)), Either.left(NO_SCOPE)));
  }

  /** These blocks were logged. */
  public static Facts blocks(Facts facts, LogEvent... events) {
    return facts.withLog(new RecentLog(Either.left(NO_SCOPE), Either.right(Vector.of(events))));
  }

  /** An event of these addresses; empty: it has none. */
  public static LogEvent event(int id, String ip, String clientIp) {
    return new LogEvent(
        "9%03d".formatted(id),
        NOW.plusSeconds(id),
        LogEvent.LOGIN,
        IpAddress.parse(ip),
        IpAddress.parse(clientIp),
        "client",
        "ada");
  }

  /** The canary logged in from 192.0.2.10. */
  public static Facts canary(Facts facts, Canary.Seen seen) {
    return facts.withCanary(new Canary.LoggedIn(address("192.0.2.10"), seen));
  }

  public static IpAddress address(String text) {
    return IpAddress.parse(text).get();
  }

  public static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(Vector.of(texts).map(it -> IpRange.covering(it).get()));
  }
}
