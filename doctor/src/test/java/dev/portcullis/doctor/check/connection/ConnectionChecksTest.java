package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.Api;
import dev.portcullis.doctor.tenant.TenantSnapshot.BoundAction;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.Passwords;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.UnaryOperator;

class ConnectionChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return ConnectionChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row("default-directory", directory(Option.of("users"), Option.none()), new Passed("users")),
        row(
            "default-directory",
            directory(Option.none(), Option.none()),
            new Failed("none, and auth0.realm is not set")),
        row("default-directory", Given.realm(), new NotApplicable("logins name the realm users")),
        row(
            "default-directory",
            Given.without(Given.nothing(), TenantFact.DIRECTORY),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("connection", connection(it -> it), new Passed("users (auth0)")),
        row(
            "connection",
            Given.with(
                directory(Option.of("users"), Option.none()),
                TenantFact.CONNECTIONS,
                Vector.of(Given.CONNECTION)),
            new Passed("users (auth0)")),
        row(
            "connection",
            Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.empty()),
            new Failed("the tenant has no connection users")),
        row(
            "connection",
            Given.with(
                Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.empty()),
                TenantFact.CONNECTION_NAMES,
                Vector.of("sms", "Users")),
            new Failed("the tenant has no connection users; it has Users, sms")),
        row(
            "connection",
            Given.with(
                Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.empty()),
                TenantFact.CONNECTION_NAMES,
                Vector.fill(22, "x")),
            new Failed(
                "the tenant has no connection users; it has "
                    + Vector.fill(20, "x").mkString(", ")
                    + " and 2 more")),
        row(
            "connection",
            Given.with(Given.nothing(), TenantFact.CONNECTIONS, Vector.of(Given.CONNECTION)),
            new Skipped(Causes.DEFAULT_DIRECTORY)),
        row(
            "connection",
            Given.without(Given.realm(), TenantFact.CONNECTIONS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("connection-enabled", connection(it -> it), new Passed("for client")),
        row(
            "connection-enabled",
            connection(it -> it.withEnabled(Either.right(false))),
            new Failed("not for client")),
        row(
            "connection-enabled",
            connection(it -> it.withEnabled(Either.left(Given.NO_SCOPE))),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "connection-enabled",
            Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.empty()),
            new Skipped(Causes.CONNECTION)),
        row("connection-active", connection(it -> it), new Passed("auth0")),
        row("connection-active", strategy("waad"), new Passed("waad")),
        row(
            "connection-active",
            strategy("google-oauth2"),
            new Failed("google-oauth2 (expected: one of auth0, ad, adfs, waad, email, sms)")),
        row(
            "connection-active",
            Given.without(Given.realm(), TenantFact.CONNECTIONS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("connection-password", connection(it -> it), new Passed("on")),
        row(
            "connection-password",
            connection(it -> it.withPasswords(new Passwords(false, Option.none()))),
            new Failed("off for users: users log in by other means")),
        row(
            "connection-password",
            strategy("ad"),
            new NotApplicable("only database connections can do without")),
        row(
            "connection-password",
            Given.without(Given.realm(), TenantFact.CONNECTIONS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("long-passwords", tooLong("error"), new Passed("refused when they are set")),
        row("long-passwords", tooLong("truncate"), new Warning("cut at 72 bytes (truncate)")),
        row(
            "long-passwords",
            connection(it -> it),
            new NotApplicable("no flexible password policy, so they are cut at 72 bytes")),
        row("connection-brute-force", connection(it -> it), new Passed("on")),
        row(
            "connection-brute-force",
            connection(it -> it.withBruteForceProtection(Option.of(true))),
            new Passed("on")),
        row(
            "connection-brute-force",
            connection(it -> it.withBruteForceProtection(Option.of(false))),
            new Failed("off for users")),
        row(
            "connection-brute-force",
            strategy("ad"),
            new NotApplicable("only database connections have it")),
        row(
            "connection-brute-force",
            Given.with(Given.realm(), TenantFact.CONNECTIONS, Vector.empty()),
            new Skipped(Causes.CONNECTION)),
        row("actions", actions(), new Passed("none")),
        row(
            "actions",
            actions(new BoundAction("enrich", "post-login", false)),
            new Passed("none of 1")),
        row(
            "actions",
            actions(
                new BoundAction("office hours", "post-login", true),
                new BoundAction("enrich", "post-login", false),
                new BoundAction("machines", "credentials-exchange", true)),
            new Warning("office hours (post-login), machines (credentials-exchange)")),
        row(
            "actions",
            Given.without(Given.nothing(), TenantFact.ACTIONS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("audience", audience(false, Option.of(true)), new Passed("https://api.example.com")),
        row("audience", audience(false, Option.of(false)), new Passed("https://api.example.com")),
        row("audience", audience(true, Option.of(true)), new Passed("https://api.example.com")),
        row(
            "audience",
            audience(true, Option.of(false)),
            new Warning(
                "https://api.example.com does not allow offline access, so no refresh token is"
                    + " issued")),
        row(
            "audience",
            audience(false, Option.none()),
            new Failed("the tenant has no API https://api.example.com")),
        row(
            "audience",
            directory(Option.none(), Option.of("https://api.example.com")),
            new Passed("the tenant's default, https://api.example.com")),
        row(
            "audience",
            directory(Option.none(), Option.none()),
            new NotApplicable("auth0.audience is not set: access tokens are for /userinfo")),
        row(
            "audience",
            Given.without(Given.nothing(), TenantFact.DIRECTORY),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "audience",
            Given.without(
                Given.expecting(it -> it.withAudience(Option.of("https://api.example.com"))),
                TenantFact.API),
            new NotChecked(Given.NO_SCOPE_TEXT)));
  }

  private static Facts directory(Option<String> connection, Option<String> audience) {
    return Given.with(Given.nothing(), TenantFact.DIRECTORY, new Directory(connection, audience));
  }

  private static Facts connection(UnaryOperator<Connection> change) {
    return Given.with(
        Given.realm(), TenantFact.CONNECTIONS, Vector.of(change.apply(Given.CONNECTION)));
  }

  private static Facts actions(BoundAction... actions) {
    return Given.with(Given.nothing(), TenantFact.ACTIONS, Vector.of(actions));
  }

  private static Facts tooLong(String word) {
    return connection(it -> it.withPasswords(new Passwords(true, Option.of(word))));
  }

  private static Facts strategy(String strategy) {
    return connection(it -> Connection.of(it.id(), it.name(), strategy));
  }

  private static Facts audience(boolean refresh, Option<Boolean> offlineAccess) {
    String audience = "https://api.example.com";
    return Given.with(
        Given.expecting(it -> it.withAudience(Option.of(audience)).withRefresh(refresh)),
        TenantFact.API,
        offlineAccess.map(allowed -> new Api(audience, allowed)));
  }
}
