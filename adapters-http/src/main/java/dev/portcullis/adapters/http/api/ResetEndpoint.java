package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.LoginRequest;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;

/** {@code POST /api/auth/password-reset}. */
public final class ResetEndpoint {

  private static final String EMAIL = "email";
  private static final Set<String> FIELDS = LinkedHashSet.of(LoginRequest.USERNAME, EMAIL);

  private ResetEndpoint() {}

  /** The endpoint. */
  public static Endpoint of(RequestIntake intake, ResetPasswordUseCase useCase) {
    return intake.post(
        "/api/auth/password-reset",
        FIELDS,
        (fields, requester) ->
            fields.has(EMAIL) && fields.has(LoginRequest.USERNAME)
                ? Fields.invalid(EMAIL, "given beside username (expected: one of the two)")
                : fields
                    .required(
                        fields.has(EMAIL) ? EMAIL : LoginRequest.USERNAME, LoginIdentifier::of)
                    .map(identifier -> new LoginSubject(requester, identifier)),
        (subject, id) -> reply(useCase.reset(subject), id));
  }

  static Reply reply(ResetOutcome outcome, RequestId id) {
    return switch (outcome) {
      case ResetOutcome.Accepted() ->
          accepted(
              id,
              json -> {
                json.writeStringField("reset", "email");
                json.writeStringField(
                    "detail",
                    "If there is such an account, an e-mail with a link to set a new password is on"
                        + " its way to it.");
              });
      case ResetOutcome.ResetPage(var page) ->
          accepted(
              id,
              json -> {
                json.writeStringField("reset", "page");
                json.writeStringField("reset_page", page);
              });
      case ResetOutcome.TooManyResets(var retryAfter) ->
          Problem.of(
                  429,
                  outcome.code(),
                  "too_many_requests",
                  "Too many resets",
                  "Too many resets were asked for. Use the e-mail that you have been sent, or try"
                      + " again later.")
              .withRetryAfter(retryAfter)
              .reply(id);
      case ResetOutcome.ResetNotStarted() ->
          Problem.of(
                  503,
                  outcome.code(),
                  "temporarily_unavailable",
                  "No reset can be started",
                  "No reset can be started at the moment. Try again shortly.")
              .reply(id);
    };
  }

  private static Reply accepted(RequestId id, Json.Members members) {
    return Reply.of(202, "application/json", Json.object(members)).with("X-Request-Id", id.value());
  }
}
