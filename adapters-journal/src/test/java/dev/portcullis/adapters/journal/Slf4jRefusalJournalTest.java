package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.contract.RefusalJournalContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Slf4jRefusalJournalTest implements RefusalJournalContract {

  private final CapturedLog log = new CapturedLog();
  private final RefusalJournal journal = new Slf4jRefusalJournal(log.logger(), "web");

  @Override
  public RefusalJournal refusalJournal() {
    return journal;
  }

  @Override
  public List<String> writtenRefusals() {
    return log.lines();
  }

  @Test
  void a_refusal_is_a_warning_that_says_why() {
    journal.record(new RequestId("r-1"), RejectionReason.ALL_TRUSTED);

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "level", "WARN",
                "message", RejectionReason.ALL_TRUSTED.explanation(),
                "event.category", "authentication",
                "event.action", "client_address_refused",
                "event.outcome", "failure",
                "http.request.id", "r-1",
                "portcullis.listener", "web",
                "portcullis.reason", "all-trusted"));
  }

  @Test
  void a_broken_logger_breaks_no_refusal() {
    RefusalJournal broken = new Slf4jRefusalJournal(CapturedLog.broken(), "web");

    assertThatCode(() -> broken.record(new RequestId("r-1"), RejectionReason.BAD_ENTRY))
        .doesNotThrowAnyException();
  }
}
