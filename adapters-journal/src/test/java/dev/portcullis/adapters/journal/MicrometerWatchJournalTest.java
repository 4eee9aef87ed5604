package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.testkit.doctor.WatchJournalContract;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MicrometerWatchJournalTest implements WatchJournalContract {

  private final BreakableRegistry registry = new BreakableRegistry();
  private final WatchJournal journal = new MicrometerWatchJournal(registry);

  @Override
  public WatchJournal watchJournal() {
    return journal;
  }

  @Override
  public boolean alarmed() {
    return registry.get("portcullis.watch.differs").gauge().value() == 1;
  }

  @Override
  public long comparisons(Comparison comparison) {
    return (long)
        registry
            .get("portcullis.watch")
            .tag("result", comparison.name().toLowerCase(Locale.ROOT))
            .counter()
            .count();
  }

  @Test
  void the_result_is_the_only_label() {
    journal.compared(Comparison.IGNORED);

    assertThat(registry.get("portcullis.watch").counter().getId().getTags()).hasSize(1);
  }

  @Test
  void a_broken_registry_ends_no_watch() {
    registry.breakDown();

    assertThatCode(() -> journal.compared(Comparison.SAME)).doesNotThrowAnyException();
  }
}
