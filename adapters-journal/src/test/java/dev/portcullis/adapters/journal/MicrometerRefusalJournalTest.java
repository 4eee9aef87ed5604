package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.contract.RefusalJournalContract;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicrometerRefusalJournalTest implements RefusalJournalContract {

  private final BreakableRegistry registry = new BreakableRegistry();
  private final RefusalJournal journal = new MicrometerRefusalJournal(registry, "web");

  @Override
  public RefusalJournal refusalJournal() {
    return journal;
  }

  @Override
  public List<String> writtenRefusals() {
    return registry.find("portcullis.refusals").counters().stream()
        .flatMap(
            counter ->
                Collections.nCopies((int) counter.count(), counter.getId().toString()).stream())
        .toList();
  }

  @Test
  void every_reason_shows_from_the_start() {
    List<String> reasons =
        registry.getMeters().stream()
            .map(meter -> String.valueOf(meter.getId().getTag("reason")))
            .toList();

    assertThat(reasons)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RejectionReason.values()).map(RejectionReason::code).toList());
    assertThat(writtenRefusals()).isEmpty();
  }

  @Test
  void two_listeners_count_apart() {
    RefusalJournal other = new MicrometerRefusalJournal(registry, "lb");

    other.record(new RequestId("r-1"), RejectionReason.PROXY_TIMEOUT);

    assertThat(writtenRefusals()).singleElement().asString().contains("lb", "proxy-timeout");
  }

  @Test
  void a_broken_registry_breaks_no_refusal() {
    registry.breakDown();

    assertThatCode(() -> journal.record(new RequestId("r-1"), RejectionReason.BAD_ENTRY))
        .doesNotThrowAnyException();
  }
}
