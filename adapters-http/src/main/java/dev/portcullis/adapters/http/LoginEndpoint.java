package dev.portcullis.adapters.http;

import dev.portcullis.application.port.in.LogInUseCase;
import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;

/** {@code POST /api/auth}: who asks, from where, and then the use case. */
public final class LoginEndpoint implements Handler {

  /** Room for the longest identifier and password, each character percent-encoded. */
  static final int MAX_BODY_BYTES = 32 * 1024;

  private final ClientAddresses addresses;
  private final LogInUseCase useCase;
  private final RefusalJournal refusals;

  public LoginEndpoint(ClientAddresses addresses, LogInUseCase useCase, RefusalJournal refusals) {
    this.addresses = addresses;
    this.useCase = useCase;
    this.refusals = refusals;
  }

  @Override
  public Reply handle(GatewayRequest request, RequestId id) throws IOException {
    return switch (addresses.resolve(request.origin(), id)) {
      case Resolved(var client, var via) -> logIn(request, new Requester(id, client, via));
      case Rejected(var reason) -> refuse(id, reason);
    };
  }

  private Reply refuse(RequestId id, RejectionReason reason) {
    refusals.record(id, reason);
    return Problem.of(
            400,
            "address-unknown",
            "invalid_request",
            "Your network address cannot be established",
            "Logins need to know the address they come from, and the way this request came does not"
                + " show it. Tell whoever runs this service, with the request id.")
        .with("reason", reason.code())
        .reply(id);
  }

  private Reply logIn(GatewayRequest request, Requester requester) throws IOException {
    RequestId id = requester.id();
    if (!request.header("Content-Encoding").isEmpty()) {
      return unsupported("Send the body without a Content-Encoding.").reply(id);
    }
    Option<LoginRequest.Format> format = LoginRequest.format(request.header("Content-Type"));
    if (format.isEmpty()) {
      return unsupported("Send application/json or application/x-www-form-urlencoded, in UTF-8.")
          .reply(id);
    }
    byte[] body = request.body().read(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Problem.of(
              413,
              "too-large",
              "invalid_request",
              "The request is too large",
              "The body may have " + MAX_BODY_BYTES + " bytes at most.")
          .reply(id)
          .with("Connection", "close");
    }
    return LoginRequest.read(format.get(), body)
        .fold(
            problem -> invalid(Vector.of(problem)).reply(id),
            fields ->
                fields
                    .toAttempt(requester)
                    .fold(
                        problems -> invalid(problems).reply(id),
                        attempt -> LoginReplies.of(useCase.logIn(attempt), id)));
  }

  private static Problem unsupported(String detail) {
    return Problem.of(
        415, "unsupported-media-type", "invalid_request", "Media type not supported", detail);
  }

  private static Problem invalid(Seq<FieldProblem> problems) {
    return Problem.of(
            400,
            "invalid-request",
            "invalid_request",
            "The request is not a login",
            problems.map(problem -> problem.field() + ": " + problem.detail()).mkString("; "))
        .withFields(problems);
  }
}
