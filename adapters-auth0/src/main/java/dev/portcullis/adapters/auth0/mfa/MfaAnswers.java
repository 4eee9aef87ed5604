package dev.portcullis.adapters.auth0.mfa;

import static dev.portcullis.adapters.auth0.token.TokenFaults.clean;
import static dev.portcullis.adapters.auth0.token.TokenFaults.says;
import static dev.portcullis.domain.outcome.Misconfiguration.MFA_NOT_ALLOWED;

import dev.portcullis.adapters.auth0.token.Auth0Answers;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenFaults;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.JsonAnswer;
import dev.portcullis.domain.mfa.Authenticator;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What the answers to the steps of a second factor mean; total, as {@link Auth0Answers} is. Auth0's
 * own pages disagree about the statuses, so that with one exception the code alone decides.
 */
final class MfaAnswers {

  /** What codes and secrets are made of. */
  private static final Pattern SECRET = Pattern.compile("[\\x20-\\x7E]{1,8192}");

  private MfaAnswers() {}

  static MfaOutcome verification(HttpReply reply, MfaProof proof, Instant now) {
    Option<TokenAnswer> parsed = TokenAnswer.parse(reply);
    if (parsed.isEmpty()) {
      return new MfaOutcome.Unanswered(TokenFaults.withoutAnswer(reply, now));
    }
    TokenAnswer answer = parsed.get();
    if (reply.status() == 200) {
      return TokenFaults.tokens(answer)
          .<MfaOutcome>map(
              tokens ->
                  new MfaOutcome.Granted(
                      tokens, secret(answer.recoveryCode()).map(RecoveryCode::new)))
          .getOrElse(
              () -> new MfaOutcome.Unanswered(TokenFaults.unintelligible(reply.status(), answer)));
    }
    return switch (code(reply, answer)) {
      // The others are the words of Auth0's older endpoints.
      case "invalid_grant", "mfa_invalid_code", "a0.mfa_invalid_code" -> notProven(answer, proof);
      case "authorization_pending" -> new MfaOutcome.AuthorizationPending();
      case "slow_down" -> new MfaOutcome.SlowDown();
      case "expired_token" -> new MfaOutcome.LoginExpired();
      case "too_many_attempts" -> new MfaOutcome.TooManyCodes();
      case "unauthorized", "blocked_user" -> new MfaOutcome.UserBlocked();
      case "access_denied" ->
          switch (reply.status()) {
            case 400 -> new MfaOutcome.PushRejected();
            case 403 ->
                says(answer, "mfa authorization rejected")
                    ? new MfaOutcome.PushRejected()
                    : new MfaOutcome.Denied(clean(answer.description()));
            default -> new MfaOutcome.Unanswered(fault(reply, answer, now));
          };
      case "invalid_request" -> {
        if (says(answer, "mfa_token not issued to this client")) {
          yield new MfaOutcome.LoginExpired();
        }
        // A text or an e-mail answered without its code is the caller's mistake alone.
        yield proof instanceof MfaProof.Oob(var challenge, var binding) && binding.isEmpty()
            ? new MfaOutcome.WrongCode()
            : new MfaOutcome.Unanswered(fault(reply, answer, now));
      }
      default -> new MfaOutcome.Unanswered(fault(reply, answer, now));
    };
  }

  /** One code for a wrong code, a mfa token that is none, and a push that was turned down. */
  private static MfaOutcome notProven(TokenAnswer answer, MfaProof proof) {
    if (says(answer, "mfa_token")) {
      return new MfaOutcome.LoginExpired();
    }
    return switch (proof) {
      case MfaProof.Oob(var challenge, var binding) ->
          binding.isEmpty() ? new MfaOutcome.PushRejected() : new MfaOutcome.WrongCode();
      case MfaProof.Otp otp -> new MfaOutcome.WrongCode();
      case MfaProof.Recovery recovery -> new MfaOutcome.WrongCode();
    };
  }

  static ChallengeOutcome challenge(HttpReply reply, Instant now) {
    if (reply.status() == 200) {
      return JsonAnswer.parse(reply)
          .filter(MfaAnswers::isNoError)
          .flatMap(MfaAnswers::challenged)
          .getOrElse(() -> new ChallengeOutcome.Unanswered(unintelligible(reply)));
    }
    Option<TokenAnswer> parsed = TokenAnswer.parse(reply);
    if (parsed.isEmpty()) {
      return new ChallengeOutcome.Unanswered(TokenFaults.withoutAnswer(reply, now));
    }
    TokenAnswer answer = parsed.get();
    return switch (code(reply, answer)) {
      case "association_required" -> new ChallengeOutcome.EnrollmentRequired();
      case "unsupported_challenge_type" -> new ChallengeOutcome.FactorUnavailable();
      case "expired_token", "invalid_grant" -> new ChallengeOutcome.LoginExpired();
      case "too_many_attempts" -> new ChallengeOutcome.TooManyCodes();
      case "access_denied" ->
          reply.status() == 403
              ? new ChallengeOutcome.Denied(clean(answer.description()))
              : new ChallengeOutcome.Unanswered(fault(reply, answer, now));
      case "invalid_request" ->
          says(answer, "mfa_token not issued to this client")
              ? new ChallengeOutcome.LoginExpired()
              : new ChallengeOutcome.Unanswered(fault(reply, answer, now));
      default -> new ChallengeOutcome.Unanswered(fault(reply, answer, now));
    };
  }

  private static Option<ChallengeOutcome> challenged(JsonAnswer answer) {
    return switch (answer.text("challenge_type").getOrElse("")) {
      case "otp" -> Option.some(new ChallengeOutcome.OtpExpected());
      case "oob" ->
          secret(answer.text("oob_code"))
              .map(code -> new ChallengeOutcome.OobSent(new OobCode(code), prompts(answer)));
      default -> Option.none();
    };
  }

  private static boolean isNoError(JsonAnswer answer) {
    return !answer.has("error");
  }

  private static boolean prompts(JsonAnswer answer) {
    return answer.text("binding_method").contains("prompt");
  }

  static EnrollmentOutcome enrollment(HttpReply reply, Enrollment factor, Instant now) {
    if (reply.status() == 200) {
      return JsonAnswer.parse(reply)
          .filter(MfaAnswers::isNoError)
          .flatMap(answer -> enrolled(answer, factor))
          .getOrElse(() -> new EnrollmentOutcome.Unanswered(unintelligible(reply)));
    }
    Option<TokenAnswer> parsed = TokenAnswer.parse(reply);
    if (parsed.isEmpty()) {
      return new EnrollmentOutcome.Unanswered(TokenFaults.withoutAnswer(reply, now));
    }
    TokenAnswer answer = parsed.get();
    return switch (code(reply, answer)) {
      case "expired_token", "invalid_grant" -> new EnrollmentOutcome.LoginExpired();
      case "too_many_attempts" -> new EnrollmentOutcome.TooManyCodes();
      case "access_denied" ->
          says(answer, "already enrolled")
              ? new EnrollmentOutcome.AlreadyEnrolled()
              : new EnrollmentOutcome.FactorUnavailable();
      // The call carries no credentials of the application, so that its request is at fault for
      // nothing but the factor.
      case "invalid_request", "unsupported_challenge_type" ->
          new EnrollmentOutcome.FactorUnavailable();
      default -> new EnrollmentOutcome.Unanswered(fault(reply, answer, now));
    };
  }

  private static Option<EnrollmentOutcome> enrolled(JsonAnswer answer, Enrollment factor) {
    Vector<RecoveryCode> codes =
        answer
            .texts("recovery_codes")
            .filter(code -> SECRET.matcher(code).matches())
            .map(RecoveryCode::new);
    return switch (factor) {
      case Enrollment.Otp() ->
          secret(answer.text("secret"))
              .flatMap(
                  secret ->
                      secret(answer.text("barcode_uri"))
                          .map(
                              uri ->
                                  new EnrollmentOutcome.OtpEnrolled(
                                      new OtpSecret(secret), new OtpSecret(uri), codes)));
      case Enrollment.Sms sms -> oob(answer, codes);
      case Enrollment.Email email -> oob(answer, codes);
    };
  }

  private static Option<EnrollmentOutcome> oob(JsonAnswer answer, Vector<RecoveryCode> codes) {
    return secret(answer.text("oob_code"))
        .map(code -> new EnrollmentOutcome.OobEnrolled(new OobCode(code), prompts(answer), codes));
  }

  static AuthenticatorsOutcome authenticators(HttpReply reply, Instant now) {
    if (reply.status() == 200) {
      return JsonAnswer.parse(reply)
          .flatMap(JsonAnswer::objects)
          .<AuthenticatorsOutcome>map(
              all ->
                  new AuthenticatorsOutcome.Listed(
                      all.filter(each -> each.isTrue("active")).flatMap(MfaAnswers::authenticator)))
          .getOrElse(() -> new AuthenticatorsOutcome.Unanswered(unintelligible(reply)));
    }
    Option<TokenAnswer> parsed = TokenAnswer.parse(reply);
    if (parsed.isEmpty()) {
      return new AuthenticatorsOutcome.Unanswered(TokenFaults.withoutAnswer(reply, now));
    }
    TokenAnswer answer = parsed.get();
    return switch (code(reply, answer)) {
      case "expired_token", "invalid_grant" -> new AuthenticatorsOutcome.LoginExpired();
      default -> new AuthenticatorsOutcome.Unanswered(fault(reply, answer, now));
    };
  }

  private static Option<Authenticator> authenticator(JsonAnswer answer) {
    Option<Authenticator.Type> type =
        Vector.of(Authenticator.Type.values())
            .find(it -> answer.text("authenticator_type").contains(it.word()));
    return type.flatMap(
        it ->
            answer
                .text("id")
                .flatMap(id -> AuthenticatorId.of(id).toOption())
                .map(
                    id ->
                        new Authenticator(
                            id,
                            it,
                            answer.text("oob_channel").map(TokenFaults::clean),
                            answer.text("name").map(TokenFaults::clean))));
  }

  /** The code of a refusal; with any other status it means nothing. */
  private static String code(HttpReply reply, TokenAnswer answer) {
    return reply.status() >= 400 && reply.status() < 500 ? answer.error().getOrElse("") : "";
  }

  private static ProviderFault fault(HttpReply reply, TokenAnswer answer, Instant now) {
    return TokenFaults.fault(reply, answer, MFA_NOT_ALLOWED, now);
  }

  private static ProviderFault unintelligible(HttpReply reply) {
    return TokenFaults.unintelligible(reply);
  }

  private static Option<String> secret(Option<String> text) {
    return text.filter(it -> SECRET.matcher(it).matches());
  }
}
