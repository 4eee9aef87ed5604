package dev.portcullis.adapters.http.intake;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Everything that happens to a request before its use case: the client's address is determined, the
 * body read and split into fields. One for each listener; the API, the login pages and forward auth
 * share it. Safe for concurrent use.
 */
public final class RequestIntake {

  /** Room for the longest identifier and password, each character percent-encoded. */
  public static final int MAX_BODY_BYTES = 32 * 1024;

  private static final Set<Fields.Format> ANY_FORMAT = HashSet.of(Fields.Format.values());
  private static final Set<Fields.Format> FORM = HashSet.of(Fields.Format.FORM);

  private final ClientAddresses addresses;
  private final Journal journal;
  private final Refusals refusals;
  private final Tracing tracing;

  /**
   * Creates the intake of one listener.
   *
   * @param addresses determines the listener's client addresses
   * @param journal records each request that is refused before its use case
   */
  public RequestIntake(ClientAddresses addresses, Journal journal) {
    this(addresses, journal, Tracing.OFF);
  }

  /** The same, whose requests are traced. */
  public RequestIntake(ClientAddresses addresses, Journal journal, Tracing tracing) {
    this.addresses = addresses;
    this.journal = journal;
    this.tracing = tracing;
    this.refusals =
        new Refusals(
            reason -> journal.record(new GatewayEvent.HttpRefused(addresses.listener(), reason)));
  }

  /** Records that a user who has logged in has no session, or no longer. */
  public void sessionLost(RequestId id, SessionFault reason) {
    journal.record(new GatewayEvent.SessionLost(id, reason));
  }

  /** Traces the requests of this listener. */
  public Tracing tracing() {
    return tracing;
  }

  /** Refuses and records requests of this listener. */
  public Refusals refusals() {
    return refusals;
  }

  /**
   * An endpoint of the JSON API. It answers with a problem if the address is rejected, the body is
   * too large, of another type or malformed, or the fields are not valid.
   *
   * @param known the fields that are read, the most telling first; others are ignored
   * @param parse turns the fields into the use case's input, or lists every problem with them
   * @param useCase answers a valid request
   */
  public <T> Endpoint post(
      String path,
      Set<String> known,
      BiFunction<Fields, Requester, Validation<Seq<FieldProblem>, T>> parse,
      BiFunction<T, RequestId, Reply> useCase) {
    return Endpoint.post(
        path,
        new Content.Fields(known),
        (request, id) -> answer(request, id, known, parse, useCase));
  }

  private <T> Reply answer(
      GatewayRequest request,
      RequestId id,
      Set<String> known,
      BiFunction<Fields, Requester, Validation<Seq<FieldProblem>, T>> parse,
      BiFunction<T, RequestId, Reply> useCase)
      throws IOException {
    return read(request, id, known, parse).fold(refusal -> refusal, it -> useCase.apply(it, id));
  }

  /** The use case's input, or the reply that refuses the request. */
  private <T> Either<Reply, T> read(
      GatewayRequest request,
      RequestId id,
      Set<String> known,
      BiFunction<Fields, Requester, Validation<Seq<FieldProblem>, T>> parse)
      throws IOException {
    try (Tracing.Span span = tracing.part("intake")) {
      Either<RejectionReason, Requester> requester = requester(request, id);
      if (requester.isLeft()) {
        span.rejected(requester.getLeft());
        return Either.left(addressUnknown(requester.getLeft()).reply(id));
      }
      Either<Function<RequestId, Reply>, Fields> fields = fields(request, ANY_FORMAT, known);
      if (fields.isLeft()) {
        return Either.left(fields.getLeft().apply(id));
      }
      return parse
          .apply(fields.get(), requester.get())
          .toEither()
          .mapLeft(problems -> invalid(problems).reply(id));
    }
  }

  /** The client behind a request, or why its address is unknown; a rejection is recorded. */
  public Either<RejectionReason, Requester> requester(GatewayRequest request, RequestId id) {
    return requester(request.origin(), id);
  }

  /** The same for a request that did not come through a binding. */
  public Either<RejectionReason, Requester> requester(RequestOrigin origin, RequestId id) {
    return switch (addresses.resolve(origin, id)) {
      case Resolved(var client, var via) ->
          Either.right(new Requester(id, client, via, addresses.listener()));
      case Rejected(var reason) -> {
        journal.record(new GatewayEvent.RequestRefused(id, addresses.listener(), reason));
        yield Either.left(reason);
      }
    };
  }

  /**
   * The fields of a posted HTML form; none if the body is no such form, malformed or too large.
   *
   * @param known the fields that are read; others are ignored
   * @throws IOException if the body cannot be read to its end
   */
  public Option<Fields> form(GatewayRequest request, Set<String> known) throws IOException {
    return fields(request, FORM, known).toOption();
  }

  private static Problem addressUnknown(RejectionReason reason) {
    return Problem.of(
            400,
            "address-unknown",
            "invalid_request",
            "Your network address cannot be established",
            "Logins need to know the address they come from, and the way this request came does not"
                + " show it. Tell the operator of this service, with the request id.")
        .with("reason", reason.code());
  }

  /** The fields, or what refuses the request. */
  private Either<Function<RequestId, Reply>, Fields> fields(
      GatewayRequest request, Set<Fields.Format> accepted, Set<String> known) throws IOException {
    Option<Fields.Format> format =
        Fields.format(request.header("Content-Type")).filter(accepted::contains);
    if (format.isEmpty() || !request.header("Content-Encoding").isEmpty()) {
      return Either.left(id -> refusals.refuse(HttpRefusal.UNSUPPORTED_CONTENT, id));
    }
    byte[] body = request.body().read(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Either.left(id -> refusals.refuse(HttpRefusal.BODY_TOO_LARGE, id));
    }
    return Fields.read(format.get(), body, known)
        .mapLeft(problem -> invalid(Vector.of(problem))::reply);
  }

  private static Problem invalid(Seq<FieldProblem> problems) {
    return Problem.of(
            400,
            "invalid-request",
            "invalid_request",
            "The request is incomplete or invalid",
            problems.map(problem -> problem.field() + ": " + problem.detail()).mkString("; "))
        .withFields(problems);
  }
}
