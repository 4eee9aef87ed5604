package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.StepJournalContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Slf4jStepJournalTest implements StepJournalContract {

  private final CapturedLog log = new CapturedLog();
  private final StepJournal journal =
      new Slf4jStepJournal(log.logger(), Pseudonyms.hashed(new byte[16]));

  @Override
  public StepJournal stepJournal() {
    return journal;
  }

  @Override
  public List<String> writtenSteps() {
    return log.lines();
  }

  @Test
  void a_step_is_one_event_with_the_fields_of_the_common_schema() {
    record(new Step.MfaVerification(new MfaOutcome.WrongCode()));

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("level", "INFO"),
                Map.entry("message", "mfa-verification: wrong-code"),
                Map.entry("event.category", "authentication"),
                Map.entry("event.action", "authn_mfa_verification"),
                Map.entry("event.outcome", "failure"),
                Map.entry("event.duration", "250000000"),
                Map.entry("source.ip", "203.0.113.7"),
                Map.entry("http.request.id", "request-1"),
                Map.entry("portcullis.address.via", "direct"),
                Map.entry("portcullis.provider.request_id", "c629c3e05e0881e81315"),
                Map.entry("portcullis.step", "mfa-verification"),
                Map.entry("portcullis.outcome", "wrong-code")));
  }

  @Test
  void a_reset_names_its_user_by_a_hash() {
    record(
        new Step.ResetAsked(Fixtures.identifier("ada@example.com"), new ResetOutcome.Accepted()));

    assertThat(log.only()).containsKey("user.hash").doesNotContainKey("user.name");
  }

  @Test
  void a_misconfiguration_is_an_error_that_says_what_to_mend() {
    ProviderError error = new ProviderError(403, "unauthorized_client", "Grant type …");

    record(
        new Step.Refresh(
            new RefreshOutcome.Unanswered(
                new ProviderFault.Misconfigured(Misconfiguration.REFRESH_NOT_ALLOWED, error))));

    assertThat(log.only())
        .containsEntry("level", "ERROR")
        .containsEntry("message", Misconfiguration.REFRESH_NOT_ALLOWED.mend())
        .containsEntry("portcullis.outcome", "misconfigured")
        .containsEntry("portcullis.provider.status", "403")
        .containsEntry("portcullis.provider.code", "unauthorized_client");
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.StepJournalContract#steps")
  void neither_the_name_nor_a_text_from_outside_is_written(Step step) {
    record(step);

    assertThat(log.lines().getFirst())
        .doesNotContain("ada", "example.com", "jndi")
        .matches("[\\p{Print}]+");
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.StepJournalContract#steps")
  void a_broken_logger_breaks_no_step(Step step) {
    StepJournal broken =
        new Slf4jStepJournal(CapturedLog.broken(), Pseudonyms.hashed(new byte[16]));

    assertThatCode(
            () -> broken.record(Fixtures.requester("203.0.113.7"), step, UPSTREAM, Duration.ZERO))
        .doesNotThrowAnyException();
  }

  private void record(Step step) {
    journal.record(Fixtures.requester("203.0.113.7"), step, UPSTREAM, Duration.ofMillis(250));
  }
}
