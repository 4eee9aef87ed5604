package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.mfa.PhoneNumber;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.token.MfaToken;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;

/** {@code POST /api/auth/mfa/authenticators}, {@code challenge}, {@code enroll}, {@code verify}. */
public final class MfaEndpoint {

  private static final String TOKEN = "mfa_token";
  private static final String OTP = "otp";
  private static final String OOB = "oob_code";
  private static final String BINDING = "binding_code";
  private static final String RECOVERY = "recovery_code";
  private static final String PHONE = "phone_number";
  private static final String FACTOR = "factor";
  private static final Set<String> AUTHENTICATORS = LinkedHashSet.of(TOKEN);
  private static final Set<String> CHALLENGE =
      LinkedHashSet.of(TOKEN, "challenge_type", "authenticator_id");
  private static final Set<String> ENROLL = LinkedHashSet.of(TOKEN, FACTOR, PHONE);
  private static final Set<String> VERIFY = LinkedHashSet.of(TOKEN, OTP, OOB, BINDING, RECOVERY);

  private MfaEndpoint() {}

  /** All four endpoints. */
  public static Seq<Endpoint> of(RequestIntake intake, CompleteMfaUseCase useCase) {
    return Vector.of(
        intake.post(
            "/api/auth/mfa/authenticators",
            AUTHENTICATORS,
            MfaEndpoint::login,
            (login, id) -> MfaReplies.of(useCase.authenticators(login), id)),
        intake.post(
            "/api/auth/mfa/challenge",
            CHALLENGE,
            MfaEndpoint::challenge,
            (challenge, id) -> MfaReplies.of(useCase.challenge(challenge), id)),
        intake.post(
            "/api/auth/mfa/enroll",
            ENROLL,
            MfaEndpoint::enroll,
            (enrollment, id) -> MfaReplies.of(useCase.enroll(enrollment), enrollment.factor(), id)),
        intake.post(
            "/api/auth/mfa/verify",
            VERIFY,
            MfaEndpoint::verify,
            (attempt, id) -> MfaReplies.of(useCase.verify(attempt), id)));
  }

  private static Validation<Seq<FieldProblem>, ChallengeRequest> challenge(
      Fields fields, Requester requester) {
    return Fields.flat(
        Validation.combine(
                login(fields, requester),
                fields.optional("challenge_type", MfaEndpoint::challengeType),
                fields.optional("authenticator_id", AuthenticatorId::of))
            .ap(ChallengeRequest::new));
  }

  private static Validation<Seq<FieldProblem>, EnrollmentRequest> enroll(
      Fields fields, Requester requester) {
    return Fields.flat(
        Validation.combine(login(fields, requester), enrollment(fields))
            .ap(EnrollmentRequest::new));
  }

  private static Validation<Seq<FieldProblem>, MfaAttempt> verify(
      Fields fields, Requester requester) {
    return Fields.flat(
        Validation.combine(login(fields, requester), proof(fields)).ap(MfaAttempt::new));
  }

  private static Validation<Seq<FieldProblem>, PendingLogin> login(
      Fields fields, Requester requester) {
    return fields.required(TOKEN, MfaToken::of).map(token -> new PendingLogin(requester, token));
  }

  private static Validation<String, ChallengeType> challengeType(String word) {
    return Vector.of(ChallengeType.values())
        .find(type -> type.word().equals(word))
        .toValidation("not a type of challenge (expected: otp or oob)");
  }

  private static Validation<Seq<FieldProblem>, Enrollment> enrollment(Fields fields) {
    return fields
        .required(FACTOR, Validation::<String, String>valid)
        .flatMap(
            factor ->
                switch (factor) {
                  case "otp" -> Validation.valid(new Enrollment.Otp());
                  case "email" -> Validation.valid(new Enrollment.Email());
                  case "sms" -> fields.required(PHONE, PhoneNumber::of).map(Enrollment.Sms::new);
                  default -> Fields.invalid(FACTOR, "not a factor (expected: otp, sms or email)");
                });
  }

  private static Validation<Seq<FieldProblem>, MfaProof> proof(Fields fields) {
    Vector<String> shown = Vector.of(OTP, OOB, RECOVERY).filter(fields::has);
    if (shown.size() != 1) {
      return Fields.invalid(
          "body", shown.size() + " proofs (expected: one of otp, oob_code and recovery_code)");
    }
    return switch (shown.head()) {
      case OTP -> fields.required(OTP, OneTimePassword::of).map(MfaProof.Otp::new);
      case OOB ->
          Fields.flat(
              Validation.combine(
                      fields.required(OOB, OobCode::of), fields.optional(BINDING, BindingCode::of))
                  .ap(MfaProof.Oob::new));
      default -> fields.required(RECOVERY, RecoveryCode::of).map(MfaProof.Recovery::new);
    };
  }
}
