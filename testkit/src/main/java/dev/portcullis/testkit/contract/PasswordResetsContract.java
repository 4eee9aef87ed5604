package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link PasswordResets} does. Implement it in a test class; the one method to write is
 * {@link #resets}.
 */
public interface PasswordResetsContract {

  /** How the sender of the mail behaves. Without a sender all are the same. */
  enum Situation {
    ORDINARY,
    /** Nothing listens. */
    UNREACHABLE,
    /** Accepts the request and never answers. */
    SILENT,
    /** Refuses to send it. */
    REFUSING,
    /** Reports a failure of its own. */
    UNAVAILABLE,
    /** Answers with something that is no answer. */
    UNINTELLIGIBLE
  }

  /**
   * Resets whose provider is in {@code situation} and knows {@code ada@example.com} alone. What it
   * opens the test class closes.
   */
  PasswordResets resets(Situation situation);

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @ParameterizedTest
  @EnumSource
  default void each_situation_has_an_outcome_in_time(Situation situation) {
    PasswordResets resets = resets(situation);

    ResetStart outcome =
        assertTimeoutPreemptively(patience(), () -> resets.start(subject("ada@example.com")));

    assertThat(outcome).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(names = "ORDINARY", mode = EnumSource.Mode.EXCLUDE)
  default void no_mail_is_promised_that_was_not_accepted(Situation situation) {
    ResetStart outcome = resets(situation).start(subject("ada@example.com"));

    assertThat(outcome).isNotInstanceOf(ResetStart.ResetMailSent.class);
  }

  @Test
  default void an_unknown_user_is_answered_like_a_known_one() {
    PasswordResets resets = resets(Situation.ORDINARY);

    ResetStart known = resets.start(subject("ada@example.com"));
    ResetStart unknown = resets.start(subject("nobody@example.com"));

    assertThat(unknown).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "+1 555 0100",
        "@",
        "a@b@c",
        "ada@example.com,eve@example.com",
        "ada@example.com eve@example.com",
        "\",\"connection\":\"other\"}@x",
        "\ud83d\ude00@example.com"
      })
  default void a_strange_identifier_has_an_outcome(String identifier) {
    ResetStart outcome = resets(Situation.ORDINARY).start(subject(identifier));

    assertThat(outcome).isNotNull();
  }

  @Test
  default void a_page_is_an_absolute_url_and_of_no_user() {
    ResetStart outcome = resets(Situation.ORDINARY).start(subject("ada@example.com"));

    if (outcome instanceof ResetStart.ResetPage(String page)) {
      assertThat(URI.create(page).isAbsolute()).isTrue();
      assertThat(page).doesNotContain("ada");
    }
  }

  @Test
  default void two_hundred_simultaneous_resets_are_answered_alike() throws Exception {
    PasswordResets resets = resets(Situation.ORDINARY);
    ResetStart one = resets.start(subject("ada@example.com"));
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<ResetStart>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(i -> users.submit(() -> resets.start(subject("ada@example.com"))))
              .toList();

      for (Future<ResetStart> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(one);
      }
    }
  }

  private static LoginSubject subject(String identifier) {
    return anAttempt().by(identifier).build().subject();
  }
}
