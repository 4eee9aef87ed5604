package dev.portcullis.adapters.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.Authenticator;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.collection.Seq;
import java.io.IOException;

/** The replies to each step of a second factor, with Auth0's own error codes and statuses. */
final class MfaReplies {

  private MfaReplies() {}

  public static Reply of(MfaOutcome outcome, RequestId id) {
    return switch (outcome) {
      case MfaOutcome.Granted(var tokens, var newRecoveryCode) ->
          TokenReplies.granted(tokens, newRecoveryCode, id);
      case MfaOutcome.WrongCode() ->
          Problem.of(
                  403,
                  outcome.code(),
                  "invalid_grant",
                  "Wrong code",
                  "The code is wrong or has expired. Try again, or ask for a new one.")
              .reply(id);
      case MfaOutcome.AuthorizationPending() ->
          Problem.of(
                  400,
                  outcome.code(),
                  "authorization_pending",
                  "Not confirmed yet",
                  "Confirm the login on your device.")
              .reply(id);
      case MfaOutcome.SlowDown() ->
          Problem.of(
                  400,
                  outcome.code(),
                  "slow_down",
                  "Not confirmed yet, and asked too often",
                  "Confirm the login on your device. Ask less often whether it has been.")
              .reply(id);
      case MfaOutcome.PushRejected() ->
          Problem.of(
                  400,
                  outcome.code(),
                  "access_denied",
                  "Login turned down",
                  "The login was turned down on your device.")
              .reply(id);
      case MfaOutcome.LoginExpired() -> expired().reply(id);
      case MfaOutcome.TooManyCodes() -> tooManyCodes(id);
      case MfaOutcome.Denied(var reason) -> LoginReplies.denied(reason).reply(id);
      case MfaOutcome.UserBlocked() -> LoginReplies.userBlocked().reply(id);
      case MfaOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  public static Reply of(ChallengeOutcome outcome, RequestId id) {
    return switch (outcome) {
      case ChallengeOutcome.OtpExpected() ->
          ok(id, json -> json.writeStringField("challenge_type", "otp"));
      case ChallengeOutcome.OobSent(var code, var prompt) ->
          ok(
              id,
              json -> {
                json.writeStringField("challenge_type", "oob");
                json.writeStringField("oob_code", code.value());
                if (prompt) {
                  json.writeStringField("binding_method", "prompt");
                }
              });
      case ChallengeOutcome.EnrollmentRequired() ->
          Problem.of(
                  401,
                  outcome.code(),
                  "association_required",
                  "No second factor yet",
                  "You have no second factor yet. Set one up to go on.")
              .reply(id);
      case ChallengeOutcome.FactorUnavailable() -> unavailable().reply(id);
      case ChallengeOutcome.LoginExpired() -> expired().reply(id);
      case ChallengeOutcome.TooManyCodes() -> tooManyCodes(id);
      case ChallengeOutcome.Denied(var reason) -> LoginReplies.denied(reason).reply(id);
      case ChallengeOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  public static Reply of(EnrollmentOutcome outcome, Enrollment factor, RequestId id) {
    return switch (outcome) {
      case EnrollmentOutcome.OtpEnrolled(var secret, var uri, var recoveryCodes) ->
          ok(
              id,
              json -> {
                json.writeStringField("authenticator_type", "otp");
                json.writeStringField("secret", secret.value());
                json.writeStringField("barcode_uri", uri.value());
                recoveryCodes(json, recoveryCodes);
              });
      case EnrollmentOutcome.OobEnrolled(var code, var prompt, var recoveryCodes) ->
          ok(
              id,
              json -> {
                json.writeStringField("authenticator_type", "oob");
                json.writeStringField("oob_channel", channel(factor));
                json.writeStringField("oob_code", code.value());
                if (prompt) {
                  json.writeStringField("binding_method", "prompt");
                }
                recoveryCodes(json, recoveryCodes);
              });
      case EnrollmentOutcome.AlreadyEnrolled() ->
          Problem.of(
                  403,
                  outcome.code(),
                  "access_denied",
                  "There is a second factor already",
                  "You have a second factor already. Confirm the login with that one.")
              .reply(id);
      case EnrollmentOutcome.FactorUnavailable() -> unavailable().reply(id);
      case EnrollmentOutcome.LoginExpired() -> expired().reply(id);
      case EnrollmentOutcome.TooManyCodes() -> tooManyCodes(id);
      case EnrollmentOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  public static Reply of(AuthenticatorsOutcome outcome, RequestId id) {
    return switch (outcome) {
      case AuthenticatorsOutcome.Listed(var authenticators) ->
          ok(
              id,
              json -> {
                json.writeArrayFieldStart("authenticators");
                for (Authenticator authenticator : authenticators) {
                  write(json, authenticator);
                }
                json.writeEndArray();
              });
      case AuthenticatorsOutcome.LoginExpired() -> expired().reply(id);
      case AuthenticatorsOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  private static void write(JsonGenerator json, Authenticator authenticator) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", authenticator.id().value());
    json.writeStringField("authenticator_type", authenticator.type().word());
    if (authenticator.channel().isDefined()) {
      json.writeStringField("oob_channel", authenticator.channel().get());
    }
    if (authenticator.name().isDefined()) {
      json.writeStringField("name", authenticator.name().get());
    }
    json.writeEndObject();
  }

  private static String channel(Enrollment factor) {
    return switch (factor) {
      case Enrollment.Otp otp -> "otp";
      case Enrollment.Sms sms -> "sms";
      case Enrollment.Email email -> "email";
    };
  }

  private static void recoveryCodes(JsonGenerator json, Seq<RecoveryCode> codes)
      throws IOException {
    json.writeArrayFieldStart("recovery_codes");
    for (RecoveryCode code : codes) {
      json.writeString(code.value());
    }
    json.writeEndArray();
  }

  private static Reply ok(RequestId id, Json.Members members) {
    return Reply.of(200, "application/json", Json.object(members)).with("X-Request-Id", id.value());
  }

  private static Problem expired() {
    return Problem.of(
        403,
        OutcomeCode.LOGIN_EXPIRED,
        "expired_token",
        "The login took too long",
        "The login waited too long for its second factor. Log in again.");
  }

  private static Reply tooManyCodes(RequestId id) {
    return Problem.of(
            429,
            OutcomeCode.TOO_MANY_CODES,
            "too_many_attempts",
            "Too many codes",
            "Too many codes were sent or tried. Wait some minutes and log in again.")
        .reply(id);
  }

  private static Problem unavailable() {
    return Problem.of(
        401,
        OutcomeCode.FACTOR_UNAVAILABLE,
        "unsupported_challenge_type",
        "This second factor is not available",
        "This second factor cannot be used. Choose another.");
  }
}
