package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.WatchState;
import dev.portcullis.testkit.doctor.WatchJournalContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class Slf4jWatchJournalTest implements WatchJournalContract {

  private final CapturedLog log = new CapturedLog();
  private final WatchJournal journal = new Slf4jWatchJournal(log.logger());

  @Override
  public WatchJournal watchJournal() {
    return journal;
  }

  @Override
  public boolean alarmed() {
    List<String> written = log.lines();
    return !written.isEmpty() && written.getLast().startsWith("ERROR");
  }

  @Override
  public long comparisons(Comparison comparison) {
    return log.lines().size();
  }

  @Test
  void the_event_says_since_when_and_the_remedy() {
    journal.changed(
        new WatchState.Agrees(), new WatchState.Differs(Instant.EPOCH, "the header is ignored"));

    assertThat(log.lines().getLast())
        .contains("the header is ignored", "1970-01-01T00:00:00Z", "portcullis doctor --apply");
  }

  @Test
  void what_the_tenant_says_forges_no_line() {
    journal.changed(
        new WatchState.Agrees(),
        new WatchState.Blind(
            new FactUnavailable.NotAnswered("\r\nERROR forged\u001b[31m\u0000\u2028")));

    assertThat(log.lines().getLast().chars())
        .noneMatch(Character::isISOControl)
        .doesNotContain(0x2028);
  }

  @Test
  void a_log_that_cannot_be_read_is_a_warning_and_one_that_agrees_is_news() {
    journal.changed(
        new WatchState.Agrees(),
        new WatchState.Blind(new FactUnavailable.NotAnswered("no answer")));
    journal.changed(new WatchState.Unknown(), new WatchState.Agrees());
    journal.changed(new WatchState.Agrees(), new WatchState.Unknown());

    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().getFirst()).startsWith("WARN");
    assertThat(log.lines().getLast()).startsWith("INFO");
  }

  @Test
  void a_broken_log_ends_no_watch() {
    assertThatCode(
            () ->
                new Slf4jWatchJournal(CapturedLog.broken())
                    .changed(new WatchState.Unknown(), new WatchState.Agrees()))
        .doesNotThrowAnyException();
  }
}
