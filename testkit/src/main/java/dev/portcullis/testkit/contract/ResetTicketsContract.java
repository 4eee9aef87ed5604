package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.identifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.outcome.OutcomeCode;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ResetTickets} does. Implement it in a test class; the one method to write is
 * {@link #tickets}.
 */
public interface ResetTicketsContract {

  /** How the provider behaves. */
  enum Situation {
    /** Knows {@code ada@example.com} alone. */
    ORDINARY(OutcomeCode.RESET_MAIL_SENT),
    /** Does not let this gateway make tickets. */
    GATEWAY_REFUSED(OutcomeCode.MISCONFIGURED),
    RATE_LIMITED(OutcomeCode.RATE_LIMITED),
    UNREACHABLE(OutcomeCode.UNREACHABLE),
    SILENT(OutcomeCode.NO_ANSWER),
    /** Reports a failure of its own. */
    UNAVAILABLE(OutcomeCode.UNAVAILABLE),
    UNINTELLIGIBLE(OutcomeCode.UNINTELLIGIBLE);

    private final OutcomeCode code;

    Situation(OutcomeCode code) {
      this.code = code;
    }

    /** How a reset that is mailed ends in this situation. */
    public OutcomeCode code() {
      return code;
    }
  }

  /** Tickets of a provider in {@code situation}. What it opens the test class closes. */
  ResetTickets tickets(Situation situation);

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @Test
  default void a_user_gets_a_link_addressed_as_the_provider_has_the_user() {
    var ticket = tickets(Situation.ORDINARY).create(identifier("Ada@Example.com")).get().get();

    assertThat(ticket.email()).isEqualTo("ada@example.com");
    assertThat(URI.create(ticket.link()).isAbsolute()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody@example.com",
        "ada",
        "@",
        "ada@example.com,eve@example.com",
        "ada@example.com&email=eve@example.com",
        "{email}@example.com",
        "\u0131da@example.com",
        "\ud83d\ude00@example.com"
      })
  default void nobody_else_gets_one(String identifier) {
    assertThat(tickets(Situation.ORDINARY).create(identifier(identifier)).get().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "ORDINARY", mode = EnumSource.Mode.EXCLUDE)
  default void each_fault_is_returned_in_time(Situation situation) {
    ResetTickets tickets = tickets(situation);

    var answer =
        assertTimeoutPreemptively(patience(), () -> tickets.create(identifier("ada@example.com")));

    assertThat(answer.getLeft().code()).isEqualTo(situation.code());
  }

  @Test
  default void nothing_prints_the_link() {
    ResetTickets tickets = tickets(Situation.ORDINARY);

    var answer = tickets.create(identifier("ada@example.com"));

    assertThat(answer + " " + tickets).doesNotContain(answer.get().get().link(), "ada@");
  }
}
