package dev.portcullis.doctor.check.application;

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
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.doctor.tenant.TenantSnapshot.OrganizationUsage;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.UnaryOperator;

class ApplicationChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return ApplicationChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row("application", Given.application(it -> it), new Passed("Login gateway (client)")),
        row(
            "application",
            Given.noApplication(),
            new Failed("the tenant has no application client")),
        row("application", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row("application-type", type(Option.of("regular_web")), new Passed("regular_web")),
        row("application-type", type(Option.of("non_interactive")), new Passed("non_interactive")),
        row(
            "application-type",
            type(Option.none()),
            new Warning("not set (expected: regular_web or non_interactive)")),
        row(
            "application-type",
            type(Option.of("spa")),
            new Failed("spa (expected: regular_web or non_interactive)")),
        row("application-type", Given.noApplication(), new Skipped(Causes.APPLICATION)),
        row("application-type", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row("first-party", Given.application(it -> it), new Passed("first party")),
        row(
            "first-party",
            Given.application(it -> it.withFirstParty(false)),
            new Failed("third party")),
        row("first-party", Given.noApplication(), new Skipped(Causes.APPLICATION)),
        row("organizations", Given.application(it -> it), new Passed("not used")),
        row(
            "organizations",
            Given.application(it -> it.withOrganizations(OrganizationUsage.ALLOW)),
            new Warning("allowed; logins through an organization do not work here")),
        row(
            "organizations",
            Given.application(it -> it.withOrganizations(OrganizationUsage.REQUIRE)),
            new Failed("required, so every login of this grant is refused")),
        row("organizations", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row("compliance-level", Given.application(it -> it), new Passed("none")),
        row(
            "compliance-level",
            Given.application(it -> it.withComplianceLevel(Option.of("fapi1_adv_pkj_par"))),
            new Failed("fapi1_adv_pkj_par: the secret, and with it the address, is refused")),
        row(
            "authentication-method",
            method(AuthenticationMethod.CLIENT_SECRET_POST),
            new Passed("client_secret_post")),
        row(
            "authentication-method",
            method(AuthenticationMethod.CLIENT_SECRET_BASIC),
            new Warning(
                "client_secret_basic, while auth0.authentication-method is client_secret_post: make"
                    + " them the same")),
        row(
            "authentication-method",
            method(AuthenticationMethod.UNSET),
            new Failed("not set (expected: client_secret_post)")),
        row(
            "authentication-method",
            method(AuthenticationMethod.NONE),
            new Failed("none (expected: client_secret_post)")),
        row(
            "authentication-method",
            method(AuthenticationMethod.PRIVATE_KEY_JWT),
            new Failed("private_key_jwt (expected: client_secret_post)")),
        row(
            "authentication-method",
            method(AuthenticationMethod.MUTUAL_TLS),
            new Failed("mTLS (expected: client_secret_post)")),
        row(
            "authentication-method",
            method(AuthenticationMethod.OTHER),
            new Failed("another (expected: client_secret_post)")),
        row(
            "authentication-method",
            Given.unreadApplication(),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("trust-header", Given.application(it -> it), new Passed("on")),
        row(
            "trust-header",
            Given.application(it -> it.withIpHeaderTrusted(false)),
            new Failed("off, so auth0-forwarded-for is ignored")),
        row(
            "trust-header",
            untrusted(AuthenticationMethod.UNSET),
            new Failed("off, and cannot be on with authentication method not set")),
        row(
            "trust-header",
            untrusted(AuthenticationMethod.NONE),
            new Failed("off, and cannot be on with authentication method none")),
        row(
            "trust-header",
            untrusted(AuthenticationMethod.PRIVATE_KEY_JWT),
            new Failed("off, and cannot be on with authentication method private_key_jwt")),
        row(
            "trust-header",
            untrusted(AuthenticationMethod.MUTUAL_TLS),
            new Failed("off, and cannot be on with authentication method mTLS")),
        row(
            "trust-header",
            untrusted(AuthenticationMethod.OTHER),
            new Failed("off, and cannot be on with authentication method another")),
        row("trust-header", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row("grant-login", Given.application(it -> it), new Passed("password")),
        row(
            "grant-login",
            Given.application(it -> it.withGrants(HashSet.of("refresh_token", "implicit"))),
            new Failed("password is not among implicit, refresh_token")),
        row(
            "grant-login",
            Given.with(
                Given.realm(),
                TenantFact.APPLICATION,
                Option.of(Given.APPLICATION.withGrants(HashSet.of("password")))),
            new Failed("http://auth0.com/oauth/grant-type/password-realm is not among password")),
        row(
            "grant-login",
            Given.with(
                Given.realm(),
                TenantFact.APPLICATION,
                Option.of(Given.APPLICATION.withGrants(HashSet.of(Grants.REALM)))),
            new Passed("http://auth0.com/oauth/grant-type/password-realm")),
        row("grant-login", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "grant-mfa",
            Given.application(it -> it),
            new Passed("one-time password, out of band, recovery code")),
        row(
            "grant-mfa",
            Given.application(it -> it.withGrants(HashSet.of("password"))),
            new Warning("missing: mfa-otp, mfa-oob, mfa-recovery-code")),
        row(
            "grant-mfa",
            Given.application(
                it ->
                    it.withGrants(it.grants().remove("http://auth0.com/oauth/grant-type/mfa-oob"))),
            new Warning("missing: mfa-oob")),
        row("grant-mfa", Given.unreadApplication(), new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "grant-refresh",
            refreshing(it -> it.withGrants(it.grants().add("refresh_token"))),
            new Passed("refresh_token")),
        row(
            "grant-refresh",
            refreshing(it -> it),
            new Failed("refresh_token is not among the grants")),
        row(
            "grant-refresh",
            Given.application(it -> it),
            new NotApplicable("auth0.scope does not ask for offline_access")),
        row("grant-refresh", Given.noApplication(), new Skipped(Causes.APPLICATION)));
  }

  private static Facts type(Option<String> type) {
    return Given.application(it -> it.withType(type));
  }

  private static Facts method(AuthenticationMethod method) {
    return Given.application(it -> it.withMethod(method));
  }

  private static Facts untrusted(AuthenticationMethod method) {
    return Given.application(it -> it.withMethod(method).withIpHeaderTrusted(false));
  }

  private static Facts refreshing(UnaryOperator<Application> change) {
    return Given.with(
        Given.expecting(it -> it.withRefresh(true)),
        TenantFact.APPLICATION,
        Option.of(change.apply(Given.APPLICATION)));
  }
}
