package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetTicket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link ResetDelivery} does. Implement it in a test class; the one method to write is
 * {@link #delivery}.
 */
public interface ResetDeliveryContract {

  /** How the delivery service behaves. */
  enum Situation {
    ORDINARY,
    REFUSING,
    /** Redirects to another address. */
    REDIRECTING,
    UNREACHABLE,
    SILENT,
    UNINTELLIGIBLE
  }

  /** A link, and to whom. */
  ResetTicket TICKET =
      new ResetTicket("ada@example.com", "https://example.com/lo/reset?ticket=canary-4c1d");

  /** A delivery in {@code situation}. What it opens the test class closes. */
  ResetDelivery delivery(Situation situation);

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @ParameterizedTest
  @EnumSource
  default void a_link_is_delivered_only_if_somebody_has_taken_it_on(Situation situation) {
    ResetDelivery delivery = delivery(situation);

    boolean taken =
        assertTimeoutPreemptively(
            patience(), () -> delivery.deliver(new RequestId("request-1"), TICKET));

    assertThat(taken).isEqualTo(situation == Situation.ORDINARY);
  }

  @ParameterizedTest
  @EnumSource
  default void nothing_prints_the_link(Situation situation) {
    ResetDelivery delivery = delivery(situation);

    delivery.deliver(new RequestId("request-1"), TICKET);

    assertThat(delivery + " " + TICKET).doesNotContain("canary-4c1d", "ada@");
  }
}
