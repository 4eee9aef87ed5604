package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.domain.login.RequestId;
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
import java.io.IOException;

/** {@code POST /api/auth/mfa/authenticators}, {@code challenge}, {@code enroll}, {@code verify}. */
public final class MfaEndpoint {

  private static final String TOKEN = "mfa_token";
  private static final String OTP = "otp";
  private static final String OOB = "oob_code";
  private static final String BINDING = "binding_code";
  private static final String RECOVERY = "recovery_code";
  private static final String PHONE = "phone_number";
  private static final String FACTOR = "factor";
  public static final Set<String> AUTHENTICATORS = LinkedHashSet.of(TOKEN);
  public static final Set<String> CHALLENGE =
      LinkedHashSet.of(TOKEN, "challenge_type", "authenticator_id");
  public static final Set<String> ENROLL = LinkedHashSet.of(TOKEN, FACTOR, PHONE);
  public static final Set<String> VERIFY = LinkedHashSet.of(TOKEN, OTP, OOB, BINDING, RECOVERY);

  private final RequestIntake callers;
  private final CompleteMfaUseCase useCase;

  public MfaEndpoint(ClientAddresses addresses, CompleteMfaUseCase useCase, Journal journal) {
    this.callers = new RequestIntake(addresses, journal);
    this.useCase = useCase;
  }

  Reply authenticators(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        AUTHENTICATORS,
        MfaEndpoint::login,
        login -> MfaReplies.of(useCase.authenticators(login), id));
  }

  Reply challenge(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        CHALLENGE,
        (fields, requester) ->
            Fields.flat(
                Validation.combine(
                        login(fields, requester),
                        fields.optional("challenge_type", MfaEndpoint::challengeType),
                        fields.optional("authenticator_id", AuthenticatorId::of))
                    .ap(ChallengeRequest::new)),
        challenge -> MfaReplies.of(useCase.challenge(challenge), id));
  }

  Reply enroll(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        ENROLL,
        (fields, requester) ->
            Fields.flat(
                Validation.combine(login(fields, requester), enrollment(fields))
                    .ap(EnrollmentRequest::new)),
        enrollment -> MfaReplies.of(useCase.enroll(enrollment), enrollment.factor(), id));
  }

  Reply verify(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        VERIFY,
        (fields, requester) ->
            Fields.flat(
                Validation.combine(login(fields, requester), proof(fields)).ap(MfaAttempt::new)),
        attempt -> MfaReplies.of(useCase.verify(attempt), id));
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
