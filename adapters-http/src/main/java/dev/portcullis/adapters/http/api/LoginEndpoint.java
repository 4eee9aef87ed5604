package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.LoginRequest;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;

/** {@code POST /api/auth}: who asks, from where, and then the use case. */
public final class LoginEndpoint implements Handler {

  private final RequestIntake callers;
  private final LogInUseCase useCase;
  private final CallerChoices choices;

  /** An endpoint whose callers choose nothing. */
  public LoginEndpoint(ClientAddresses addresses, LogInUseCase useCase, Journal journal) {
    this(addresses, useCase, journal, CallerChoices.NONE);
  }

  public LoginEndpoint(
      ClientAddresses addresses, LogInUseCase useCase, Journal journal, CallerChoices choices) {
    this.callers = new RequestIntake(addresses, journal);
    this.useCase = useCase;
    this.choices = choices;
  }

  @Override
  public Reply handle(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        LoginRequest.FIELDS,
        (fields, requester) -> LoginRequest.toAttempt(fields, requester, choices),
        attempt -> LoginReplies.of(useCase.logIn(attempt), id));
  }
}
