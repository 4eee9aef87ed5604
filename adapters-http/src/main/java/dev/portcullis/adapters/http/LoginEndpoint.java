package dev.portcullis.adapters.http;

import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;

/** {@code POST /api/auth}: who asks, from where, and then the use case. */
public final class LoginEndpoint implements Handler {

  private final Callers callers;
  private final LogInUseCase useCase;
  private final CallerChoices choices;

  /** An endpoint whose callers choose nothing. */
  public LoginEndpoint(ClientAddresses addresses, LogInUseCase useCase, RefusalJournal refusals) {
    this(addresses, useCase, refusals, CallerChoices.NONE);
  }

  public LoginEndpoint(
      ClientAddresses addresses,
      LogInUseCase useCase,
      RefusalJournal refusals,
      CallerChoices choices) {
    this.callers = new Callers(addresses, refusals);
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
