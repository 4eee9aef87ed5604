package dev.portcullis.doctor.check;

import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Function;

/** What the tenant's settings are worth to this gateway. */
public final class SettingsChecks {

  /** Auth0's default and what it is mended to. */
  public static final int BRUTE_FORCE_ATTEMPTS = 10;

  /** Auth0's default and what it is mended to. */
  public static final int THROTTLE_ATTEMPTS = 100;

  /** Auth0's default and what it is mended to. */
  public static final Duration THROTTLE_RATE = Duration.ofSeconds(864);

  public static final String PER_ADDRESS = "count_per_identifier_and_ip";

  private static final Vector<String> ACTIVE =
      Vector.of("auth0", "ad", "adfs", "waad", "email", "sms");

  private final TenantSnapshot tenant;
  private final Expectations expected;

  private SettingsChecks(TenantSnapshot tenant, Expectations expected) {
    this.tenant = tenant;
    this.expected = expected;
  }

  /** Every check of the areas application, connection and protection. */
  public static Seq<Finding> of(TenantSnapshot tenant, Expectations expected) {
    return new SettingsChecks(tenant, expected).all();
  }

  /** The connection that logins go to, if it could be read and there is one. */
  public static Option<Connection> target(TenantSnapshot tenant, Expectations expected) {
    Option<String> name =
        expected
            .realm()
            .orElse(() -> tenant.directory().toOption().flatMap(it -> it.defaultDirectory()));
    return name.flatMap(
        wanted ->
            tenant
                .connections()
                .toOption()
                .flatMap(all -> all.find(each -> each.name().equals(wanted))));
  }

  private Seq<Finding> all() {
    return Vector.of(
        application(Check.APPLICATION, app -> new Passed(app.name() + " (" + app.clientId() + ")")),
        application(Check.APPLICATION_TYPE, SettingsChecks::type),
        application(
            Check.FIRST_PARTY,
            app -> app.firstParty() ? new Passed("first party") : new Failed("third party")),
        application(Check.ORGANIZATIONS, SettingsChecks::organizations),
        application(Check.AUTHENTICATION_METHOD, this::method),
        application(Check.TRUST_HEADER, SettingsChecks::trust),
        application(Check.GRANT_LOGIN, this::grantOfLogins),
        application(Check.GRANT_MFA, SettingsChecks::grantsOfMfa),
        application(Check.GRANT_REFRESH, this::grantOfRefresh),
        new Finding(Check.DEFAULT_DIRECTORY, defaultDirectory()),
        new Finding(Check.CONNECTION, connection()),
        connection(Check.CONNECTION_ENABLED, this::enabled),
        connection(Check.CONNECTION_ACTIVE, SettingsChecks::active),
        connection(Check.CONNECTION_BRUTE_FORCE, SettingsChecks::ownSwitch),
        new Finding(Check.AUDIENCE, audience()),
        read(
            Check.BRUTE_FORCE, tenant.bruteForce(), it -> guards(it.enabled(), it.shields(), true)),
        read(Check.BRUTE_FORCE_MODE, tenant.bruteForce(), SettingsChecks::mode),
        read(Check.BRUTE_FORCE_THRESHOLD, tenant.bruteForce(), SettingsChecks::threshold),
        read(
            Check.IP_THROTTLING,
            tenant.suspiciousIp(),
            it -> guards(it.enabled(), it.shields(), true)),
        read(Check.IP_THROTTLING_RATE, tenant.suspiciousIp(), SettingsChecks::rate),
        read(
            Check.BREACHED_PASSWORDS,
            tenant.breachedPasswords(),
            it -> guards(it.enabled(), it.shields(), false)),
        read(Check.ALLOWLIST_GATEWAY, allowlists(), this::gatewayInAllowlist),
        read(Check.ALLOWLIST_WIDTH, allowlists(), SettingsChecks::wideAllowlist),
        read(Check.ALLOWLIST_STALE, allowlists(), this::staleAllowlist),
        read(Check.BOT_DETECTION, tenant.botDetection(), SettingsChecks::bots),
        new Finding(Check.RATE_LIMIT, rateLimit()));
  }

  private static <T> Finding read(
      Check check, Either<FactUnavailable, T> fact, Function<T, CheckResult> judge) {
    return new Finding(
        check, fact.fold(unread -> new NotChecked(unread.reason()), value -> judge.apply(value)));
  }

  private Finding application(Check check, Function<Application, CheckResult> judge) {
    return read(
        check,
        tenant.application(),
        app -> {
          if (app.isDefined()) {
            return judge.apply(app.get());
          }
          return check == Check.APPLICATION
              ? new Failed("the tenant has no application " + expected.clientId())
              : new NotChecked("there is no application to look at");
        });
  }

  private Finding connection(Check check, Function<Connection, CheckResult> judge) {
    return read(
        check,
        tenant.connections(),
        all ->
            target(tenant, expected)
                .fold(() -> new NotChecked("there is no connection to look at"), judge));
  }

  private static CheckResult type(Application app) {
    String type = app.type().getOrElse("not set");
    return switch (type) {
      case "regular_web", "non_interactive" -> new Passed(type);
      case "not set" -> new Warning("not set (expected: regular_web or non_interactive)");
      default -> new Failed(type + " (expected: regular_web or non_interactive)");
    };
  }

  private static CheckResult organizations(Application app) {
    return switch (app.organizations()) {
      case DENY -> new Passed("not used");
      case ALLOW -> new Warning("allowed; logins through an organization will not work here");
      case REQUIRE -> new Failed("required, so every login of this grant is refused");
    };
  }

  private CheckResult method(Application app) {
    String word = app.method().word();
    if (!app.method().sendsSecret()) {
      return new Failed(word + " (expected: " + expected.method().word() + ")");
    }
    return app.method() == expected.method()
        ? new Passed(word)
        : new Warning(
            word
                + ", while auth0.authentication-method is "
                + expected.method().word()
                + ": make the two the same");
  }

  private static CheckResult trust(Application app) {
    return app.ipHeaderTrusted()
        ? new Passed("on")
        : new Failed(
            app.method().sendsSecret()
                ? "off, so auth0-forwarded-for is ignored"
                : "off, and cannot be on with authentication method " + app.method().word());
  }

  private CheckResult grantOfLogins(Application app) {
    String wanted = Grants.ofLogins(expected);
    return app.grants().contains(wanted)
        ? new Passed(wanted)
        : new Failed(wanted + " is not among " + app.grants().toVector().sorted().mkString(", "));
  }

  private static CheckResult grantsOfMfa(Application app) {
    Vector<String> missing = Grants.missingMfa(app.grants());
    return missing.isEmpty()
        ? new Passed("one-time password, out of band, recovery code")
        : new Warning("missing: " + missing.map(SettingsChecks::shortName).mkString(", "));
  }

  private static String shortName(String grant) {
    return grant.substring(grant.lastIndexOf('/') + 1);
  }

  private CheckResult grantOfRefresh(Application app) {
    if (!expected.refresh()) {
      return new NotApplicable("auth0.scope does not ask for offline_access");
    }
    return app.grants().contains(Grants.REFRESH)
        ? new Passed(Grants.REFRESH)
        : new Failed("refresh_token is not among the grants");
  }

  private CheckResult defaultDirectory() {
    if (expected.realm().isDefined()) {
      return new NotApplicable("logins name the realm " + expected.realm().get());
    }
    return read(
            Check.DEFAULT_DIRECTORY,
            tenant.directory(),
            it ->
                it.defaultDirectory()
                    .fold(() -> new Failed("none, and auth0.realm is not set"), Passed::new))
        .result();
  }

  private CheckResult connection() {
    Option<String> name =
        expected
            .realm()
            .orElse(() -> tenant.directory().toOption().flatMap(it -> it.defaultDirectory()));
    if (tenant.connections().isLeft()) {
      return new NotChecked(tenant.connections().getLeft().reason());
    }
    if (name.isEmpty()) {
      return new NotChecked("neither a realm nor a default directory says which");
    }
    return target(tenant, expected)
        .<CheckResult>map(found -> new Passed(found.name() + " (" + found.strategy() + ")"))
        .getOrElse(() -> new Failed("the tenant has no connection " + name.get()));
  }

  private CheckResult enabled(Connection connection) {
    return read(
            Check.CONNECTION_ENABLED,
            connection.enabled(),
            enabled ->
                enabled
                    ? new Passed("for " + expected.clientId())
                    : new Failed("not for " + expected.clientId()))
        .result();
  }

  private static CheckResult active(Connection connection) {
    String strategy = connection.strategy();
    return ACTIVE.contains(strategy)
        ? new Passed(strategy)
        : new Failed(strategy + " (expected: one of " + ACTIVE.mkString(", ") + ")");
  }

  private static CheckResult ownSwitch(Connection connection) {
    if (!connection.strategy().equals("auth0")) {
      return new NotApplicable("only database connections have it");
    }
    // Auth0's default where nobody ever wrote it.
    return connection.bruteForceProtection().getOrElse(true)
        ? new Passed("on")
        : new Failed("off for " + connection.name());
  }

  private CheckResult audience() {
    if (expected.audience().isEmpty()) {
      return read(
              Check.AUDIENCE,
              tenant.directory(),
              it ->
                  it.defaultAudience()
                      .fold(
                          () ->
                              new NotApplicable(
                                  "auth0.audience is not set: access tokens are for /userinfo"),
                          audience -> new Passed("the tenant's default, " + audience)))
          .result();
    }
    return read(
            Check.AUDIENCE,
            tenant.api(),
            api -> {
              if (api.isEmpty()) {
                return new Failed("the tenant has no API " + expected.audience().get());
              }
              return expected.refresh() && !api.get().offlineAccess()
                  ? new Warning(
                      expected.audience().get()
                          + " does not allow offline access, so no refresh token comes")
                  : new Passed(expected.audience().get());
            })
        .result();
  }

  private static CheckResult guards(
      boolean enabled, io.vavr.collection.Set<String> shields, boolean vital) {
    if (enabled && shields.contains("block")) {
      return new Passed("on, blocks");
    }
    String found = enabled ? "on, but does not block: only logs" : "off";
    return vital ? new Failed(found) : new Warning(found);
  }

  private static CheckResult mode(TenantSnapshot.BruteForce it) {
    return it.mode().equals(PER_ADDRESS)
        ? new Passed(it.mode())
        : new Warning(it.mode() + " (expected: " + PER_ADDRESS + ")");
  }

  private static CheckResult threshold(TenantSnapshot.BruteForce it) {
    String found = it.maxAttempts() + " attempts";
    if (it.maxAttempts() < 3) {
      return new Warning(found + ": users who mistype are blocked");
    }
    return it.maxAttempts() > 50
        ? new Warning(found + ": much guessing is allowed")
        : new Passed(found);
  }

  private static CheckResult rate(TenantSnapshot.SuspiciousIp it) {
    String found = it.maxAttempts() + " attempts, one more every " + it.rate().toSeconds() + " s";
    if (it.maxAttempts() < 20) {
      return new Warning(found + ": an office behind one address is blocked soon");
    }
    double perDay = (double) Duration.ofDays(1).toMillis() / Math.max(1, it.rate().toMillis());
    return it.maxAttempts() > 1000 || perDay > 5000
        ? new Warning(found + ": much credential stuffing is allowed")
        : new Passed(found);
  }

  private Either<FactUnavailable, Seq<String>> allowlists() {
    return tenant
        .bruteForce()
        .flatMap(
            bruteForce ->
                tenant
                    .suspiciousIp()
                    .map(
                        suspicious ->
                            bruteForce.allowlist().appendAll(suspicious.allowlist()).distinct()));
  }

  private CheckResult gatewayInAllowlist(Seq<String> entries) {
    if (entries.isEmpty()) {
      return new Passed("empty");
    }
    if (expected.egress().isEmpty()) {
      return new NotChecked(
          "the gateway's own addresses are not known: set doctor.egress, or let the log tell");
    }
    Seq<String> found = Allowlists.ofGateway(entries, expected);
    if (found.isEmpty()) {
      return new Passed("none of " + expected.egress().ranges().mkString(", "));
    }
    boolean trusted =
        tenant.application().toOption().flatMap(it -> it).exists(Application::ipHeaderTrusted);
    String text = found.mkString(", ") + (found.size() == 1 ? " is" : " are") + " the gateway's";
    return trusted
        ? new Warning(text + ": without effect now, and a hole when the header is not trusted")
        : new Failed(text + ", and the header is not trusted: nobody is checked at all");
  }

  private static CheckResult wideAllowlist(Seq<String> entries) {
    Seq<String> open = Allowlists.open(entries);
    if (!open.isEmpty()) {
      return new Failed(open.mkString(", ") + ": a large part of the internet is exempt");
    }
    Seq<String> wide = Allowlists.wide(entries);
    return wide.isEmpty()
        ? new Passed(entries.isEmpty() ? "empty" : entries.size() + " narrow")
        : new Warning(wide.mkString(", ") + " (expected: /24 or /48 at most)");
  }

  private CheckResult staleAllowlist(Seq<String> entries) {
    Seq<String> stale = Allowlists.stale(entries, expected);
    return stale.isEmpty()
        ? new Passed(entries.isEmpty() ? "empty" : entries.size() + " in use")
        : new Warning(stale.mkString(", ") + ": no end user comes from there");
  }

  private static CheckResult bots(TenantSnapshot.BotDetection it) {
    if (it.monitoring() || it.policy().equals("never")) {
      return new Passed(it.monitoring() ? "only monitors" : "never asks");
    }
    return it.policy().equals("always")
        ? new Failed("asks always, so no login through this grant works")
        : new Warning(it.policy() + ": risky logins through this grant are refused");
  }

  private CheckResult rateLimit() {
    if (expected.loginsPerSecond().isEmpty()) {
      return tenant
          .tokenLimit()
          .fold(
              unread -> new NotApplicable("doctor.logins-per-second is not set"),
              limit ->
                  new NotApplicable(
                      limit + " requests a second; set doctor.logins-per-second to compare"));
    }
    int logins = expected.loginsPerSecond().get();
    return read(
            Check.RATE_LIMIT,
            tenant.tokenLimit(),
            limit -> {
              String found = limit + " requests a second for " + logins + " logins";
              if (logins > limit) {
                return new Failed(found);
              }
              return logins * 5 > limit * 4 ? new Warning(found) : new Passed(found);
            })
        .result();
  }
}
