package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.Acceptance;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Accepted;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.TenantFact;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

  private static final Acceptance ACCEPTANCE =
      new Acceptance("trust-header", "ticket 7", LocalDate.of(2026, 1, 15));

  @ParameterizedTest
  @CsvSource({
    "2026-01-14T10:30:00Z, true",
    "2026-01-15T23:59:59.999Z, true",
    "2026-01-16T00:00:00Z, false"
  })
  void a_risk_is_accepted_to_the_end_of_its_last_day_in_utc(Instant now, boolean accepted) {
    Seq<Finding> findings = Findings.of(Checks.of(Selection.only("trust-header")), wrong(), now);

    assertThat(findings.map(it -> it.result() instanceof Accepted)).containsExactly(accepted);
  }

  @Test
  void only_what_is_wrong_and_only_that_check_is_accepted() {
    Facts good = Given.with(expecting(), TenantFact.APPLICATION, Option.of(Given.APPLICATION));
    Selection two = Selection.only("trust-header", "first-party");

    Seq<CheckResult> ofGood = Findings.of(Checks.of(two), good, Given.NOW).map(Finding::result);
    Seq<CheckResult> ofWrong = Findings.of(Checks.of(two), wrong(), Given.NOW).map(Finding::result);

    assertThat(ofGood).doesNotHaveAnyElementsOfTypes(Accepted.class, Failed.class);
    assertThat(ofWrong.head()).isEqualTo(new Failed("third party"));
    assertThat(ofWrong.last())
        .isEqualTo(new Accepted(new Failed("off, so auth0-forwarded-for is ignored"), ACCEPTANCE));
  }

  @Test
  void a_check_is_skipped_because_of_the_first_of_several_causes() {
    // The connection cannot be known without the default directory, nor that without access.
    Facts some = Given.with(Given.nothing(), TenantFact.CONNECTIONS, Vector.of(Given.CONNECTION));
    Facts facts =
        some.withTenant(
            some.tenant()
                .with(
                    TenantFact.DIRECTORY, Either.left(new FactUnavailable.Unreachable("timeout"))));
    Selection one = Selection.only("connection-brute-force");

    Seq<Finding> findings = Findings.of(Checks.of(one), facts, Given.NOW);

    assertThat(findings.filter(it -> it.check().id().equals("connection-brute-force")))
        .extracting(Finding::result)
        .containsExactly(new Skipped("management-access"));
  }

  private static Facts expecting() {
    return Given.expecting(it -> it.withAccepted(Vector.of(ACCEPTANCE)));
  }

  private static Facts wrong() {
    return Given.with(
        expecting(),
        TenantFact.APPLICATION,
        Option.of(Given.APPLICATION.withIpHeaderTrusted(false).withFirstParty(false)));
  }
}
