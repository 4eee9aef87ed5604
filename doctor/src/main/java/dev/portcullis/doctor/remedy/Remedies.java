package dev.portcullis.doctor.remedy;

import dev.portcullis.doctor.check.Allowlists;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Grants;
import dev.portcullis.doctor.check.SettingsChecks;
import dev.portcullis.doctor.tenant.Change;
import dev.portcullis.doctor.tenant.Change.EnableConnection;
import dev.portcullis.doctor.tenant.Change.Patch;
import dev.portcullis.doctor.tenant.Change.Target;
import dev.portcullis.doctor.tenant.Change.Target.OfProtection;
import dev.portcullis.doctor.tenant.Edit;
import dev.portcullis.doctor.tenant.Edit.Value;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * What to change so that findings go away. Whatever only a person can decide is left out: the kind
 * of an application, organizations, wide AllowLists, bot detection (which hosted logins need), and
 * the options of a connection (which a PATCH would replace).
 */
public final class Remedies {

  private final TenantSnapshot tenant;
  private final Expectations expected;
  private final Set<Check> wrong;

  private Remedies(TenantSnapshot tenant, Expectations expected, Set<Check> wrong) {
    this.tenant = tenant;
    this.expected = expected;
    this.wrong = wrong;
  }

  /** One change per call, in the order in which they are safe to make. */
  public static Seq<Change> of(
      Seq<Finding> findings, TenantSnapshot tenant, Expectations expected) {
    return new Remedies(
            tenant, expected, findings.filter(Finding::isWrong).map(Finding::check).toSet())
        .all();
  }

  private Seq<Change> all() {
    return Vector.<Option<Change>>of(
            application(), enabled(), directory(), bruteForce(), suspiciousIp(), breached())
        .flatMap(change -> change);
  }

  private Option<Change> application() {
    return tenant
        .application()
        .toOption()
        .flatMap(app -> app)
        .flatMap(
            app ->
                patch(
                    new Target.OfApplication(app.clientId(), app.name()),
                    authentication(app).appendAll(grants(app))));
  }

  /** Auth0 trusts the header only with a method that was written, so the two go together. */
  private Seq<Edit> authentication(Application app) {
    boolean method = wrong.contains(Check.AUTHENTICATION_METHOD);
    boolean trust = wrong.contains(Check.TRUST_HEADER);
    boolean possible =
        switch (app.method()) {
          case PRIVATE_KEY_JWT, MUTUAL_TLS, OTHER -> false;
          case UNSET, NONE, CLIENT_SECRET_POST, CLIENT_SECRET_BASIC -> true;
        };
    if (!possible || !(method || trust)) {
      return Vector.empty();
    }
    boolean changed = method || !app.method().sendsSecret();
    Value before =
        app.method() == TenantSnapshot.AuthenticationMethod.UNSET
            ? new Value.Unset()
            : new Value.Text(app.method().word());
    Value after = changed ? new Value.Text(expected.method().word()) : before;
    return Vector.of(
        new Edit("token_endpoint_auth_method", before, after),
        new Edit(
            "is_token_endpoint_ip_header_trusted",
            new Value.Flag(app.ipHeaderTrusted()),
            new Value.Flag(trust || app.ipHeaderTrusted())));
  }

  private Seq<Edit> grants(Application app) {
    Seq<String> before = app.grants().toVector().sorted();
    Seq<String> after = before;
    if (wrong.contains(Check.GRANT_LOGIN)) {
      after = after.append(Grants.ofLogins(expected));
    }
    if (wrong.contains(Check.GRANT_MFA)) {
      after = after.appendAll(Grants.missingMfa(app.grants()));
    }
    if (wrong.contains(Check.GRANT_REFRESH)) {
      after = after.append(Grants.REFRESH);
    }
    return texts("grant_types", before, after);
  }

  private Option<Change> enabled() {
    return Option.when(wrong.contains(Check.CONNECTION_ENABLED), true)
        .flatMap(yes -> SettingsChecks.target(tenant, expected))
        .map(
            connection ->
                new EnableConnection(
                    connection.id(),
                    connection.name(),
                    expected.clientId(),
                    tenant
                        .application()
                        .toOption()
                        .flatMap(app -> app)
                        .map(Application::name)
                        .getOrElse(expected.clientId())));
  }

  /** Only where there is no choice: one database that the application may use. */
  private Option<Change> directory() {
    Seq<Connection> usable =
        tenant
            .connections()
            .getOrElse(Vector.empty())
            .filter(each -> each.strategy().equals("auth0") && each.enabled().getOrElse(false));
    if (!wrong.contains(Check.DEFAULT_DIRECTORY) || usable.size() != 1) {
      return Option.none();
    }
    return patch(
        new Target.OfTenant(),
        Vector.of(
            new Edit(
                "default_directory", new Value.Unset(), new Value.Text(usable.head().name()))));
  }

  private Option<Change> bruteForce() {
    return tenant
        .bruteForce()
        .toOption()
        .flatMap(
            it -> {
              Seq<Edit> edits = Vector.empty();
              if (wrong.contains(Check.BRUTE_FORCE)) {
                edits = edits.appendAll(guards(it.enabled(), it.shields()));
              }
              if (wrong.contains(Check.BRUTE_FORCE_MODE)) {
                edits =
                    edits.append(
                        new Edit(
                            "mode",
                            new Value.Text(it.mode()),
                            new Value.Text(SettingsChecks.PER_ADDRESS)));
              }
              if (wrong.contains(Check.BRUTE_FORCE_THRESHOLD)) {
                edits =
                    edits.append(
                        number(
                            "max_attempts", it.maxAttempts(), SettingsChecks.BRUTE_FORCE_ATTEMPTS));
              }
              return patch(OfProtection.BRUTE_FORCE, edits.appendAll(allowlist(it.allowlist())));
            });
  }

  private Option<Change> suspiciousIp() {
    return tenant
        .suspiciousIp()
        .toOption()
        .flatMap(
            it -> {
              Seq<Edit> edits = Vector.empty();
              if (wrong.contains(Check.IP_THROTTLING)) {
                edits = edits.appendAll(guards(it.enabled(), it.shields()));
              }
              if (wrong.contains(Check.IP_THROTTLING_RATE)) {
                edits =
                    edits
                        .append(
                            number(
                                "stage.pre-login.max_attempts",
                                it.maxAttempts(),
                                SettingsChecks.THROTTLE_ATTEMPTS))
                        .append(
                            number(
                                "stage.pre-login.rate",
                                it.rate().toMillis(),
                                SettingsChecks.THROTTLE_RATE.toMillis()));
              }
              return patch(OfProtection.SUSPICIOUS_IP, edits.appendAll(allowlist(it.allowlist())));
            });
  }

  private Option<Change> breached() {
    return tenant
        .breachedPasswords()
        .toOption()
        .filter(it -> wrong.contains(Check.BREACHED_PASSWORDS))
        .flatMap(it -> patch(OfProtection.BREACHED_PASSWORDS, guards(it.enabled(), it.shields())));
  }

  private Seq<Edit> allowlist(Seq<String> entries) {
    Seq<String> after = entries;
    if (wrong.contains(Check.ALLOWLIST_GATEWAY)) {
      after = after.removeAll(Allowlists.ofGateway(entries, expected));
    }
    if (wrong.contains(Check.ALLOWLIST_STALE)) {
      after = after.removeAll(Allowlists.stale(entries, expected));
    }
    return texts("allowlist", entries, after);
  }

  private static Seq<Edit> guards(boolean enabled, Set<String> shields) {
    Seq<String> before = shields.toVector().sorted();
    Seq<String> after = shields.add("block").toVector().sorted();
    return Vector.of(new Edit("enabled", new Value.Flag(enabled), new Value.Flag(true)))
        .appendAll(texts("shields", before, after));
  }

  private static Edit number(String path, long before, long after) {
    return new Edit(path, new Value.Count(before), new Value.Count(after));
  }

  private static Seq<Edit> texts(String path, Seq<String> before, Seq<String> after) {
    return before.equals(after)
        ? Vector.empty()
        : Vector.of(new Edit(path, new Value.Texts(before), new Value.Texts(after)));
  }

  private static Option<Change> patch(Target target, Seq<Edit> edits) {
    return Option.when(edits.exists(edit -> !edit.isRepeated()), new Patch(target, edits));
  }
}
