package dev.portcullis.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Certificate;
import dev.portcullis.doctor.tenant.Host.Credentials;
import dev.portcullis.doctor.tenant.Host.Names;
import dev.portcullis.doctor.tenant.Host.SecretPlace;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalChecksTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final Either<String, Option<Certificate>> TRUSTED =
      Either.right(Option.of(new Certificate("CN=tenant", Instant.parse("2026-06-01T00:00:00Z"))));

  @Test
  void a_name_that_is_looked_up_late_or_not_at_all_is_told() {
    Names quick = new Names(Vector.of("192.0.2.1"), Duration.ofMillis(3));
    Names slow = new Names(Vector.of("192.0.2.1"), Duration.ofSeconds(3));

    assertThat(names(Either.right(quick))).isInstanceOf(Passed.class);
    assertThat(names(Either.right(slow))).isInstanceOf(Warning.class);
    assertThat(names(Either.left("no address"))).isEqualTo(new Failed("no address"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-15T10:29:59Z, Warning",
    "2026-01-29T10:29:59Z, Warning",
    "2026-01-29T10:30:01Z, Passed"
  })
  void a_certificate_that_ends_soon_is_told(Instant expires, String result) {
    CheckResult found =
        result(
            Check.TLS,
            machine(
                Either.right(Option.of(new Certificate("CN=tenant", expires))), Vector.empty()));

    assertThat(found.getClass().getSimpleName()).isEqualTo(result);
  }

  @Test
  void a_chain_that_is_not_trusted_is_an_error_and_an_emulator_has_none() {
    assertThat(result(Check.TLS, machine(Either.left("not trusted"), Vector.empty())))
        .isEqualTo(new Failed("not trusted"));
    assertThat(result(Check.TLS, machine(Either.right(Option.none()), Vector.empty())))
        .isInstanceOf(NotApplicable.class);
  }

  @Test
  void a_secret_that_others_may_read_is_told_but_not_an_emulators() {
    Seq<SecretPlace> open = Vector.of(new SecretPlace("auth0.client-secret", "secret.txt", true));
    Seq<SecretPlace> closed =
        Vector.of(new SecretPlace("auth0.client-secret", "secret.txt", false));

    assertThat(result(Check.SECRET_FILES, machine(TRUSTED, open)))
        .isInstanceOfSatisfying(
            Warning.class,
            warning -> assertThat(warning.text()).contains("auth0.client-secret", "chmod 600"));
    assertThat(result(Check.SECRET_FILES, machine(TRUSTED, closed))).isInstanceOf(Passed.class);
    assertThat(result(Check.SECRET_FILES, machine(TRUSTED, Vector.empty())))
        .isInstanceOf(NotApplicable.class);
    assertThat(result(Check.SECRET_FILES, machine(Either.right(Option.none()), open)))
        .isInstanceOf(NotApplicable.class);
  }

  @ParameterizedTest
  @CsvSource({"0, Passed", "-5, Passed", "6, Warning", "-60, Warning", "61, Failed", "-61, Failed"})
  void clocks_may_differ_by_seconds(long seconds, String result) {
    Host machine =
        new Host(
            Either.left("-"),
            TRUSTED,
            Either.right(Duration.ofSeconds(seconds)),
            Either.left("no answer"),
            Vector.empty());

    assertThat(result(Check.CLOCK, machine).getClass().getSimpleName()).isEqualTo(result);
    assertThat(result(Check.CREDENTIALS, machine)).isEqualTo(new NotChecked("no answer"));
  }

  private static CheckResult names(Either<String, Names> names) {
    return result(
        Check.NAME_LOOKUP,
        new Host(names, TRUSTED, Either.left("-"), Either.left("-"), Vector.empty()));
  }

  private static Host machine(
      Either<String, Option<Certificate>> certificate, Seq<SecretPlace> secrets) {
    return new Host(
        Either.left("-"),
        certificate,
        Either.left("-"),
        Either.right(new Credentials.Accepted()),
        secrets);
  }

  private static CheckResult result(Check check, Host machine) {
    Expectations expected =
        new Expectations(
            "client",
            AuthenticationMethod.CLIENT_SECRET_POST,
            Option.none(),
            Option.none(),
            false,
            HashMap.of("users", ClientAddressPolicy.direct()),
            IpRangeSet.EMPTY,
            Option.none(),
            new Expectations.Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(10)));
    return LocalChecks.of(machine, expected, NOW).find(it -> it.check() == check).get().result();
  }
}
