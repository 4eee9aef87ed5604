package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.DisagreementJournal.Disagreement;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.DisagreementJournalContract;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class Slf4jDisagreementJournalTest implements DisagreementJournalContract {

  private final CapturedLog log = new CapturedLog();
  private final DisagreementJournal journal = new Slf4jDisagreementJournal(log.logger());

  @Override
  public DisagreementJournal disagreementJournal() {
    return journal;
  }

  @Override
  public List<String> writtenDisagreements() {
    return log.lines();
  }

  @Test
  void both_decisions_are_shown() {
    journal.record(
        new Disagreement(
            Fixtures.decision("203.0.113.7"), Option.of(Fixtures.decision("203.0.113.9"))));

    assertThat(log.only())
        .containsEntry("level", "INFO")
        .containsEntry("event.action", "client_address_disagreement")
        .containsEntry("source.ip", "203.0.113.7")
        .containsEntry("portcullis.actual", "resolved")
        .containsEntry("portcullis.candidate", "other-address")
        .containsEntry("portcullis.candidate.ip", "203.0.113.9");
    assertThat(log.only().get("portcullis.actual.steps")).contains("203.0.113.7");
    assertThat(log.only().get("portcullis.candidate.steps")).contains("203.0.113.9");
  }

  @Test
  void a_broken_logger_breaks_no_request() {
    DisagreementJournal broken = new Slf4jDisagreementJournal(CapturedLog.broken());

    assertThatCode(
            () -> broken.record(new Disagreement(Fixtures.decision("203.0.113.7"), Option.none())))
        .doesNotThrowAnyException();
  }
}
