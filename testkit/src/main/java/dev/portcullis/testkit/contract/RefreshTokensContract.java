package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link RefreshTokens} does. Implement it in a test class; the one method to write is
 * {@link #refreshTokens}.
 */
public interface RefreshTokensContract {

  /** The token that the provider knows. */
  String KNOWN = "canary-4c1d-refresh";

  /** What the provider decides about the known token, or why it decides nothing. */
  enum Situation {
    /** Renews it, and rotates it. */
    ORDINARY(OutcomeCode.RENEWED, OutcomeCode.REVOKED),
    /** A rule of its own refuses. */
    DENIED(OutcomeCode.DENIED, OutcomeCode.REVOKED),
    /** A rule of its own asks for a second factor. */
    MFA_REQUIRED(OutcomeCode.MFA_REQUIRED, OutcomeCode.REVOKED),
    RATE_LIMITED(OutcomeCode.RATE_LIMITED),
    /** Does not accept this gateway's own credentials. */
    GATEWAY_REFUSED(OutcomeCode.MISCONFIGURED),
    UNREACHABLE(OutcomeCode.UNREACHABLE),
    SILENT(OutcomeCode.NO_ANSWER),
    /** Reports a failure of its own. */
    UNAVAILABLE(OutcomeCode.UNAVAILABLE),
    UNINTELLIGIBLE(OutcomeCode.UNINTELLIGIBLE);

    private final OutcomeCode renewal;
    private final OutcomeCode revocation;

    Situation(OutcomeCode fault) {
      this(fault, fault);
    }

    Situation(OutcomeCode renewal, OutcomeCode revocation) {
      this.renewal = renewal;
      this.revocation = revocation;
    }

    /** How a renewal ends in this situation. */
    public OutcomeCode code() {
      return renewal;
    }
  }

  /**
   * Tokens whose provider is in {@code situation} and knows {@link #KNOWN} alone. Called once per
   * test; what it opens the test class closes.
   */
  RefreshTokens refreshTokens(Situation situation);

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @ParameterizedTest
  @EnumSource
  default void each_situation_has_its_answer_to_a_renewal_in_time(Situation situation) {
    RefreshTokens tokens = refreshTokens(situation);

    RefreshOutcome outcome = assertTimeoutPreemptively(patience(), () -> renew(tokens, KNOWN));

    assertThat(outcome.code()).isEqualTo(situation.renewal);
  }

  @ParameterizedTest
  @EnumSource
  default void each_situation_has_its_answer_to_a_revocation_in_time(Situation situation) {
    RefreshTokens tokens = refreshTokens(situation);

    RevokeOutcome outcome = assertTimeoutPreemptively(patience(), () -> revoke(tokens, KNOWN));

    assertThat(outcome.code()).isEqualTo(situation.revocation);
  }

  @Test
  default void a_token_that_is_not_known_is_no_longer_valid_and_may_be_revoked() {
    RefreshTokens tokens = refreshTokens(Situation.ORDINARY);

    RefreshOutcome renewed = renew(tokens, "another");
    RevokeOutcome revoked = revoke(tokens, "another");

    assertThat(renewed).isEqualTo(new RefreshOutcome.RefreshTokenInvalid());
    assertThat(revoked).isEqualTo(new RevokeOutcome.Revoked());
  }

  @Test
  default void a_token_is_renewed_once_and_its_successor_after_it() {
    RefreshTokens tokens = refreshTokens(Situation.ORDINARY);

    RefreshOutcome.Renewed first = (RefreshOutcome.Renewed) renew(tokens, KNOWN);
    RefreshOutcome second = renew(tokens, first.tokens().refreshToken().get().value());

    assertThat(second).isInstanceOf(RefreshOutcome.Renewed.class);
  }

  @Test
  default void a_revoked_token_is_no_longer_valid() {
    RefreshTokens tokens = refreshTokens(Situation.ORDINARY);

    RevokeOutcome revoked = revoke(tokens, KNOWN);
    RefreshOutcome renewed = renew(tokens, KNOWN);

    assertThat(revoked).isEqualTo(new RevokeOutcome.Revoked());
    assertThat(renewed).isEqualTo(new RefreshOutcome.RefreshTokenInvalid());
  }

  @Test
  default void two_hundred_simultaneous_revocations_are_answered_alike() throws Exception {
    RefreshTokens tokens = refreshTokens(Situation.ORDINARY);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<RevokeOutcome>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(i -> users.submit(() -> revoke(tokens, "token-" + i)))
              .toList();

      for (Future<RevokeOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isEqualTo(new RevokeOutcome.Revoked());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void nothing_prints_the_token(Situation situation) {
    RefreshTokens tokens = refreshTokens(situation);

    var answer = tokens.renew(new RefreshToken(KNOWN), Option.none(), client("203.0.113.7"));

    assertThat(answer + " " + tokens).doesNotContain("canary-4c1d");
  }

  private static RefreshOutcome renew(RefreshTokens tokens, String token) {
    return tokens
        .renew(
            new RefreshToken(token),
            Option.of(Scope.of("openid offline_access").get()),
            client("203.0.113.7"))
        .answer();
  }

  private static RevokeOutcome revoke(RefreshTokens tokens, String token) {
    return tokens.revoke(new RefreshToken(token)).answer();
  }
}
