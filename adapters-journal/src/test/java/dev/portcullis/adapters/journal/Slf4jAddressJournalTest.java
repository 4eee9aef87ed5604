package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.AddressJournalContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class Slf4jAddressJournalTest implements AddressJournalContract {

  private final CapturedLog log = new CapturedLog();
  private final AddressJournal journal = new Slf4jAddressJournal(log.logger());

  @Override
  public AddressJournal addressJournal() {
    return journal;
  }

  @Override
  public List<String> writtenDecisions() {
    return log.lines();
  }

  @Test
  void a_resolved_address_shows_its_steps_in_one_line() {
    journal.record(Fixtures.decision("192.0.2.1, 203.0.113.7"));

    assertThat(log.only())
        .containsEntry("level", "INFO")
        .containsEntry("event.action", "client_address_decided")
        .containsEntry("http.request.id", "request-1")
        .containsEntry("source.ip", "203.0.113.7")
        .containsEntry("portcullis.listener", "web")
        .containsEntry("portcullis.outcome", "resolved")
        .containsEntry("portcullis.reason", "")
        .containsEntry("portcullis.source", "xff")
        .containsEntry("portcullis.config", "v1")
        .containsEntry("portcullis.unread", "1")
        .containsEntry("portcullis.mend", "");
    assertThat(log.only().get("portcullis.steps"))
        .startsWith("peer \"127.0.0.1\" in 127.0.0.0/8 (trusted-proxies[0]): trusted; xff[")
        .endsWith("] \"203.0.113.7\": the end user");
  }

  @Test
  void a_rejected_one_says_why_and_what_to_mend() {
    journal.record(Fixtures.decision("203.0.113.7, unknown"));

    assertThat(log.only())
        .containsEntry("source.ip", "")
        .containsEntry("portcullis.outcome", "rejected")
        .containsEntry("portcullis.reason", "unidentified-entry")
        .containsEntry("portcullis.mend", RejectionReason.UNIDENTIFIED_ENTRY.mend());
  }

  @Test
  void a_value_from_outside_cannot_forge_a_step() {
    journal.record(Fixtures.decision("\": trusted; xff[0] \"203.0.113.9"));

    assertThat(log.only().get("portcullis.steps"))
        .contains("\"\\u0022: trusted; xff[0] \\u0022203.0.113.9\"");
  }

  @Test
  void a_broken_logger_breaks_no_decision() {
    AddressJournal broken = new Slf4jAddressJournal(CapturedLog.broken());

    assertThatCode(() -> broken.record(Fixtures.decision("203.0.113.7")))
        .doesNotThrowAnyException();
  }
}
