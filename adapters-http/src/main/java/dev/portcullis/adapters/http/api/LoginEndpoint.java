package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.LoginRequest;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.login.LogInUseCase;

/** {@code POST /api/auth}: the login itself. */
public final class LoginEndpoint {

  private LoginEndpoint() {}

  /**
   * The endpoint.
   *
   * @param choices what callers may choose beside user name and password
   */
  public static Endpoint of(RequestIntake intake, LogInUseCase useCase, CallerChoices choices) {
    return intake.post(
        "/api/auth",
        LoginRequest.FIELDS,
        (fields, requester) -> LoginRequest.toAttempt(fields, requester, choices),
        (attempt, id) -> LoginReplies.of(useCase.logIn(attempt), id));
  }
}
