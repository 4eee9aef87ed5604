package dev.portcullis.application.journal;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What the gateway records: each event once, when it has happened. No event carries a password;
 * outcomes carry tokens, which no journal may write. Adding a case breaks embedders and is a major
 * version.
 */
public sealed interface GatewayEvent {

  /**
   * A login ended.
   *
   * @param upstream where the provider's own logs have more
   * @param elapsed from the attempt's arrival to its outcome, not negative
   */
  record LoginEnded(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed)
      implements GatewayEvent {}

  /**
   * A step that follows a login or stands beside it ended.
   *
   * @param identifier the user, for steps that name one
   * @param outcome one of the step's own outcome type
   * @param upstream where the provider's own logs have more
   * @param elapsed from the request's arrival to the outcome, not negative
   */
  record StepEnded(
      Requester requester,
      Option<LoginIdentifier> identifier,
      Step step,
      Outcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed)
      implements GatewayEvent {

    public StepEnded {
      if (!step.codes().contains(outcome.code())) {
        throw new IllegalArgumentException(
            "outcome: " + outcome.code() + " (expected: one of " + step.codes() + ")");
      }
    }
  }

  /**
   * A request or a connection was refused because its client address cannot be established.
   *
   * @param listener the name of the listener that received it
   */
  record RequestRefused(RequestId id, String listener, RejectionReason reason)
      implements GatewayEvent {}

  /**
   * A request was refused before an endpoint saw it, or a connection was closed, for what arrived
   * on it or did not.
   *
   * @param listener the name of the listener that received it
   */
  record HttpRefused(String listener, HttpRefusal reason) implements GatewayEvent {}

  /**
   * A login attempt has reached a limit of the gateway itself.
   *
   * @param refused whether it was refused, and has ended as {@link LoginOutcome.AttemptsLimited};
   *     it was let through if the limits only watch, or this one only alarms
   */
  record LimitReached(LoginSubject subject, AttemptLimit limit, boolean refused)
      implements GatewayEvent {}

  /** A user who has logged in has no session, or no longer, for a fault of the settings. */
  record SessionLost(RequestId id, SessionFault reason) implements GatewayEvent {}

  /** The address of a request was decided; recorded for the requests that the operator traces. */
  record AddressDecided(AddressDecision decision) implements GatewayEvent {}

  /**
   * Candidate settings would have decided the address of a request differently.
   *
   * @param actual the decision that counted
   * @param candidate the decision of the candidate settings; none if they failed to decide
   */
  record CandidateDiffered(AddressDecision actual, Option<AddressDecision> candidate)
      implements GatewayEvent {

    /** {@code resolved}, or the code of the reason. */
    public String actualWord() {
      return actual.resolution() instanceof Rejected(var reason) ? reason.code() : "resolved";
    }

    /**
     * {@code resolved} where the settings in force refuse, {@code other-address} where they do not,
     * {@code defect}, or the code of the reason.
     */
    public String candidateWord() {
      if (candidate.isEmpty()) {
        return "defect";
      }
      if (candidate.get().resolution() instanceof Rejected(var reason)) {
        return reason.code();
      }
      return actual.resolution() instanceof Resolved ? "other-address" : "resolved";
    }
  }
}
