package dev.portcullis.adapters.http.intake;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Whatever comes before the use case of an endpoint: whose address it is, and what the body says.
 */
public final class RequestIntake {

  /** Room for the longest identifier and password, each character percent-encoded. */
  public static final int MAX_BODY_BYTES = 32 * 1024;

  private final ClientAddresses addresses;
  private final Journal journal;

  public RequestIntake(ClientAddresses addresses, Journal journal) {
    this.addresses = addresses;
    this.journal = journal;
  }

  /**
   * The answer to a request whose caller is known and whose body is sound, or to what keeps it from
   * being that.
   *
   * @param known the fields that mean something, the first of them the most telling
   * @param parse what the fields stand for, or every problem with them
   */
  public <T> Reply answer(
      GatewayRequest request,
      RequestId id,
      Set<String> known,
      BiFunction<Fields, Requester, Validation<Seq<FieldProblem>, T>> parse,
      Function<T, Reply> useCase)
      throws IOException {
    return switch (addresses.resolve(request.origin(), id)) {
      case Rejected(var reason) -> refuse(id, reason);
      case Resolved(var client, var via) -> {
        Requester requester = new Requester(id, client, via);
        yield read(request, id, known, fields -> parse.apply(fields, requester), useCase);
      }
    };
  }

  private Reply refuse(RequestId id, RejectionReason reason) {
    journal.record(new GatewayEvent.RequestRefused(id, addresses.listener(), reason));
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

  private static <T> Reply read(
      GatewayRequest request,
      RequestId id,
      Set<String> known,
      Function<Fields, Validation<Seq<FieldProblem>, T>> parse,
      Function<T, Reply> useCase)
      throws IOException {
    if (!request.header("Content-Encoding").isEmpty()) {
      return unsupported("Send the body without a Content-Encoding.").reply(id);
    }
    Option<Fields.Format> format = Fields.format(request.header("Content-Type"));
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
    return Fields.read(format.get(), body, known)
        .fold(
            problem -> invalid(Vector.of(problem)).reply(id),
            fields -> parse.apply(fields).fold(problems -> invalid(problems).reply(id), useCase));
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
            "The request is not complete or not sound",
            problems.map(problem -> problem.field() + ": " + problem.detail()).mkString("; "))
        .withFields(problems);
  }
}
