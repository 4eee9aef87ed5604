package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Certificate;
import dev.portcullis.doctor.tenant.Host.Names;
import dev.portcullis.doctor.tenant.Host.Reach;
import dev.portcullis.doctor.tenant.Host.SecretPlace;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

class HostChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return HostChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row("address-settings", Given.nothing(), new Passed("one listener")),
        row(
            "address-settings",
            Given.expecting(
                it -> it.withPolicies(it.policies().put("admin", ClientAddressPolicy.direct()))),
            new Passed("2 listeners")),
        row(
            "address-settings",
            Given.expecting(
                it ->
                    it.withPolicies(
                        HashMap.of(
                            "users",
                            ClientAddressPolicy.behind(Given.ranges("10.0.0.0/24", "10.0.0.7"))))),
            new Warning("users: trusted-proxies: 10.0.0.7/32 is contained in 10.0.0.0/24")),
        row(
            "address-settings",
            oneWrongOf("users", "admin"),
            new Warning("users: trusted-proxies: 10.0.0.7/32 is contained in 10.0.0.0/24")),
        row(
            "address-settings",
            oneWrongOf("admin", "users"),
            new Warning("admin: trusted-proxies: 10.0.0.7/32 is contained in 10.0.0.0/24")),
        row("name-lookup", names(3), new Passed("192.0.2.1 in 3 ms")),
        row("name-lookup", names(1000), new Passed("192.0.2.1 in 1000 ms")),
        row("name-lookup", names(1001), new Warning("192.0.2.1 in 1001 ms")),
        row("name-lookup", reach(new Reach.NoName("no address")), new Failed("no address")),
        row("name-lookup", reach(SILENT), new Passed("192.0.2.1 in 3 ms")),
        row("name-lookup", reach(UNTRUSTED), new Passed("192.0.2.1 in 3 ms")),
        row("name-lookup", UNREAD, new NotChecked("not read")),
        row("tenant-answers", emulated(), new Passed("its token endpoint answers")),
        row("tenant-answers", reach(SILENT), new Failed("refused")),
        row("tenant-answers", reach(UNTRUSTED), new Skipped(Causes.TLS)),
        row(
            "tenant-answers",
            reach(new Reach.NoName("no address")),
            new Skipped(Causes.NAME_LOOKUP)),
        row("tenant-answers", UNREAD, new NotChecked("not read")),
        row(
            "tls",
            expiring("2026-01-29T10:30:01Z"),
            new Passed("CN=tenant, until 2026-01-29T10:30:01Z")),
        row(
            "tls",
            expiring("2026-01-29T10:29:59Z"),
            new Warning("CN=tenant, until 2026-01-29T10:29:59Z")),
        row(
            "tls",
            expiring("2026-01-15T10:29:59Z"),
            new Warning("CN=tenant, until 2026-01-15T10:29:59Z")),
        row("tls", reach(UNTRUSTED), new Failed("not trusted")),
        row("tls", reach(SILENT), new Skipped(Causes.TENANT_ANSWERS)),
        row("tls", emulated(), new NotApplicable("plain http, to an emulator")),
        row("clock", skew(0), new Passed("agrees with the tenant's")),
        row("clock", skew(-5), new Passed("agrees with the tenant's")),
        row("clock", skew(6), new Warning("6 s behind the tenant's")),
        row("clock", skew(-60), new Warning("60 s ahead of the tenant's")),
        row("clock", skew(61), new Failed("61 s behind the tenant's")),
        row("clock", skew(-61), new Failed("61 s ahead of the tenant's")),
        row("clock", answers(it -> it), new NotChecked("no date")),
        row("clock", reach(SILENT), new Skipped(Causes.TENANT_ANSWERS)),
        row("timeouts", timeouts(2000, 10_000), new Passed("connect 2000 ms, in total 10000 ms")),
        row("timeouts", timeouts(500, 3000), new Passed("connect 500 ms, in total 3000 ms")),
        row("timeouts", timeouts(500, 30_000), new Passed("connect 500 ms, in total 30000 ms")),
        row(
            "timeouts",
            timeouts(499, 3000),
            new Warning("connect 499 ms, in total 3000 ms: too short when Auth0 is slow")),
        row(
            "timeouts",
            timeouts(500, 2999),
            new Warning("connect 500 ms, in total 2999 ms: too short when Auth0 is slow")),
        row(
            "timeouts",
            timeouts(500, 31_000),
            new Warning("connect 500 ms, in total 31000 ms: users give up sooner")),
        row(
            "secret-files",
            secrets(new SecretPlace("auth0.client-secret", "secret.txt", false)),
            new Passed("secret.txt")),
        row(
            "secret-files",
            secrets(new SecretPlace("auth0.client-secret", "secret.txt", true)),
            new Warning("auth0.client-secret in secret.txt can be read by other users: chmod 600")),
        row("secret-files", secrets(), new NotApplicable("none in a file")),
        row(
            "secret-files",
            emulated(),
            new NotApplicable("an emulator's secrets are not confidential")),
        row(
            "credentials",
            credentials(proof(NEW, ACCEPTED)),
            new Passed("auth0.client-secret is accepted")),
        row(
            "credentials",
            credentials(proof(NEW, REFUSED)),
            new Failed(
                "auth0.client-secret is refused: client id and client secret do not match an"
                    + " application")),
        row("credentials", answers(it -> it), new NotChecked("auth0.client-secret: 503")),
        row(
            "credentials",
            credentials(proof(NEW, ACCEPTED), proof(OLD, ACCEPTED)),
            new Passed("auth0.client-secret and auth0.old-client-secret are accepted")),
        row(
            "credentials",
            credentials(proof(NEW, ACCEPTED), proof(OLD, REFUSED)),
            new Warning(
                "auth0.old-client-secret is refused: remove it, auth0.client-secret is accepted")),
        row(
            "credentials",
            credentials(proof(NEW, REFUSED), proof(OLD, ACCEPTED)),
            new Warning(
                "auth0.client-secret is refused: logins use auth0.old-client-secret, which is"
                    + " accepted")),
        row(
            "credentials",
            credentials(proof(NEW, REFUSED), proof(OLD, REFUSED)),
            new Failed(
                "auth0.client-secret and auth0.old-client-secret are refused: client id and client"
                    + " secret do not match an application")),
        row(
            "credentials",
            credentials(proof(NEW, REFUSED), proof(OLD, Either.left("503"))),
            new Warning("auth0.client-secret is refused; auth0.old-client-secret: 503")),
        row(
            "credentials",
            credentials(proof(NEW, ACCEPTED), proof(OLD, Either.left("503"))),
            new NotChecked("auth0.old-client-secret: 503")),
        row("credentials", reach(UNTRUSTED), new Skipped(Causes.TLS)));
  }

  private static final String NEW = "auth0.client-secret";
  private static final String OLD = "auth0.old-client-secret";
  private static final Either<String, Host.Credentials> ACCEPTED =
      Either.right(new Host.Credentials.Accepted());
  private static final Either<String, Host.Credentials> REFUSED =
      Either.right(new Host.Credentials.Refused());
  private static final Names NAMES = new Names(Vector.of("192.0.2.1"), Duration.ofMillis(3));
  private static final Reach SILENT = new Reach.NoAnswer(NAMES, "refused");
  private static final Reach UNTRUSTED = new Reach.NotTrusted(NAMES, "not trusted");
  private static final Reach.Answers ANSWERS =
      new Reach.Answers(
          NAMES, Option.none(), Either.left("no date"), Vector.of(proof(NEW, Either.left("503"))));
  private static final Facts UNREAD = Given.nothing().withHost(Host.unread("not read"), Given.NOW);

  private static Facts oneWrongOf(String wrong, String right) {
    return Given.expecting(
        it ->
            it.withPolicies(
                HashMap.of(
                    wrong,
                    ClientAddressPolicy.behind(Given.ranges("10.0.0.0/24", "10.0.0.7")),
                    right,
                    ClientAddressPolicy.direct())));
  }

  private static Facts reach(Reach reach, SecretPlace... secrets) {
    return Given.nothing().withHost(new Host(reach, Vector.of(secrets)), Given.NOW);
  }

  private static Facts answers(UnaryOperator<Reach.Answers> change, SecretPlace... secrets) {
    return reach(change.apply(ANSWERS), secrets);
  }

  private static Facts names(long millis) {
    Names names = new Names(Vector.of("192.0.2.1"), Duration.ofMillis(millis));
    return answers(it -> new Reach.Answers(names, it.certificate(), it.skew(), it.proofs()));
  }

  private static Facts expiring(String time) {
    return certificate(new Certificate("CN=tenant", Instant.parse(time)));
  }

  private static Facts certificate(Certificate certificate, SecretPlace... secrets) {
    return answers(
        it -> new Reach.Answers(it.names(), Option.of(certificate), it.skew(), it.proofs()),
        secrets);
  }

  /** An emulator has no certificate, and a secret that everybody can read. */
  private static Facts emulated() {
    return answers(it -> it, new SecretPlace("auth0.client-secret", "secret.txt", true));
  }

  private static Facts secrets(SecretPlace... secrets) {
    return certificate(
        new Certificate("CN=tenant", Instant.parse("2030-01-01T00:00:00Z")), secrets);
  }

  private static Facts skew(long seconds) {
    return answers(
        it ->
            new Reach.Answers(
                it.names(),
                it.certificate(),
                Either.right(Duration.ofSeconds(seconds)),
                it.proofs()));
  }

  private static Facts credentials(Host.SecretProof... proofs) {
    return answers(
        it -> new Reach.Answers(it.names(), it.certificate(), it.skew(), Vector.of(proofs)));
  }

  private static Host.SecretProof proof(String setting, Either<String, Host.Credentials> result) {
    return new Host.SecretProof(setting, result);
  }

  private static Facts timeouts(long connect, long total) {
    return Facts.of(
        Expectations.of(
            "client",
            AuthenticationMethod.CLIENT_SECRET_POST,
            new Expectations.Timeouts(Duration.ofMillis(connect), Duration.ofMillis(total))));
  }
}
