package dev.portcullis.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Journals in a row, two of which are broken. */
class ComposedJournalTest implements JournalContract {

  private static final Journal BROKEN =
      event -> {
        throw new IllegalStateException("the disk is full");
      };

  private final RecordingJournal first = new RecordingJournal();
  private final RecordingJournal last = new RecordingJournal();
  private final Journal journal = BROKEN.and(first).and(BROKEN).and(last);

  @Override
  public Option<Journal> withoutStore() {
    return Option.none();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    return last.events().stream().map(Object::toString).toList();
  }

  @Test
  void a_broken_journal_stops_neither_the_caller_nor_another_journal() {
    GatewayEvent event = Outcomes.ended(new LoginOutcome.WrongCredentials());

    assertThatCode(() -> journal.record(event)).doesNotThrowAnyException();

    assertThat(first.events()).containsExactly(event);
    assertThat(last.events()).containsExactly(event);
  }

  @Test
  void no_journal_at_all_is_one_too() {
    GatewayEvent event = Outcomes.ended(new LoginOutcome.WrongCredentials());

    Journal.NONE.and(first).record(event);

    assertThat(first.events()).containsExactly(event);
  }
}
