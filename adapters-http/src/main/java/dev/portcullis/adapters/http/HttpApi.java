package dev.portcullis.adapters.http;

import dev.portcullis.adapters.http.api.ApiDescription;
import dev.portcullis.adapters.http.api.LogStreamEndpoint;
import dev.portcullis.adapters.http.api.LoginEndpoint;
import dev.portcullis.adapters.http.api.MfaEndpoint;
import dev.portcullis.adapters.http.api.ResetEndpoint;
import dev.portcullis.adapters.http.api.TokensEndpoint;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.Refusals;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API of one listener, without a server: a total function from requests to replies.
 *
 * <p>A server's binding turns what it received into a {@link GatewayRequest}, calls {@link #answer}
 * and sends the {@link Reply}. Everything else is decided here: which endpoint answers, unknown
 * paths (404), wrong methods (405 with {@code Allow}), bodies that break off (400), and defects
 * (500). What a binding cannot hand over as a request it has answered by {@link #refuse}. Each
 * refusal is recorded once. {@code HttpBindingContract} in {@code portcullis-testkit-http} states
 * what a binding must do.
 *
 * <pre>{@code
 * HttpApi api = HttpApi.builder(requestIds, new RequestIntake(addresses, journal))
 *     .login(logIn).tokens(renew, revoke).mfa(mfa).resets(reset).description()
 *     .build();
 * Reply reply = api.answer(request);
 * }</pre>
 *
 * Safe for concurrent use.
 */
public final class HttpApi {

  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

  private final Seq<Endpoint> endpoints;
  private final Map<String, Map<String, Handler>> handlers;
  private final Supplier<RequestId> ids;
  private final Refusals refusals;

  private HttpApi(Seq<Endpoint> endpoints, Supplier<RequestId> ids, Refusals refusals) {
    this.endpoints = endpoints;
    Map<String, Map<String, Handler>> all = LinkedHashMap.empty();
    for (Endpoint endpoint : endpoints) {
      Map<String, Handler> methods = all.get(endpoint.path()).getOrElse(LinkedHashMap.empty());
      if (methods.containsKey(endpoint.method())) {
        throw new IllegalArgumentException(
            "endpoints: "
                + endpoint.method()
                + " "
                + endpoint.path()
                + " twice (expected: each method of a path once)");
      }
      all = all.put(endpoint.path(), methods.put(endpoint.method(), endpoint.handler()));
    }
    this.handlers = all;
    this.ids = ids;
    this.refusals = refusals;
  }

  /**
   * Composes the API of a public listener.
   *
   * @param ids supplies the id of each request
   * @param intake determines the address and reads the body of every request to it
   */
  public static Builder builder(Supplier<RequestId> ids, RequestIntake intake) {
    return new Builder(ids, intake);
  }

  /**
   * An API of these endpoints and no others, which does not record what it refuses.
   *
   * @param ids supplies the id of each request
   * @throws IllegalArgumentException if two endpoints have the same method and path
   */
  public static HttpApi of(Supplier<RequestId> ids, Iterable<Endpoint> endpoints) {
    return new HttpApi(Vector.ofAll(endpoints), ids, Refusals.UNRECORDED);
  }

  /**
   * An API of these endpoints and no others.
   *
   * @param ids supplies the id of each request
   * @param refused told each request that is refused before an endpoint answers it, once
   * @throws IllegalArgumentException if two endpoints have the same method and path
   */
  public static HttpApi of(
      Supplier<RequestId> ids, Iterable<Endpoint> endpoints, Consumer<HttpRefusal> refused) {
    return new HttpApi(Vector.ofAll(endpoints), ids, new Refusals(refused));
  }

  /** Every endpoint, in the order in which they were added. */
  public Seq<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * Answers a request. Never throws; may block for as long as the provider takes, so call it on a
   * thread that may block.
   *
   * <p>A HEAD request is answered as a GET (RFC 9110 section 9.3.2); the binding leaves the body
   * out when it sends the reply.
   */
  public Reply answer(GatewayRequest request) {
    RequestId id = ids.get();
    var methods = handlers.get(request.path());
    if (methods.isEmpty()) {
      return refusals.refuse(HttpRefusal.NOT_FOUND, id);
    }
    var handler = methods.get().get(request.method().equals("HEAD") ? "GET" : request.method());
    if (handler.isEmpty()) {
      String allowed = methods.get().keySet().mkString(", ");
      return refusals.refuse(HttpRefusal.METHOD_NOT_ALLOWED, id).with("Allow", allowed);
    }
    try {
      return handler.get().handle(request, id);
    } catch (IOException e) {
      return refusals.refuse(HttpRefusal.BODY_INCOMPLETE, id);
    } catch (RuntimeException e) {
      report(id, e);
      return Problem.of(
              500,
              "internal-error",
              "server_error",
              "Something went wrong here",
              "This is a defect of the gateway. Tell the operator of this service, with the request"
                  + " id.")
          .reply(id);
    }
  }

  /**
   * Records that a server refuses what it cannot or will not hand over to {@link #answer}, and
   * returns the reply. It repeats nothing of what was sent, and has {@code Connection: close} where
   * the connection cannot be used again. Never throws.
   */
  public Reply refuse(HttpRefusal reason) {
    return refusals.refuse(reason, ids.get());
  }

  /** Where it happened but not the message, which may repeat what the user typed. */
  private static void report(RequestId id, RuntimeException defect) {
    StringBuilder frames = new StringBuilder();
    for (StackTraceElement frame : defect.getStackTrace()) {
      frames.append(frame).append('\n');
    }
    LOG.atError()
        .addKeyValue("http.request.id", id.value())
        .addKeyValue("error.type", defect.getClass().getName())
        .addKeyValue("error.stack_trace", frames)
        .log("A request met a defect of the gateway");
  }

  /** Composes the API of a public listener. Immutable: every method returns another builder. */
  public static final class Builder {

    private final Supplier<RequestId> ids;
    private final RequestIntake intake;
    private final Vector<Endpoint> endpoints;

    private Builder(Supplier<RequestId> ids, RequestIntake intake) {
      this(ids, intake, Vector.empty());
    }

    private Builder(Supplier<RequestId> ids, RequestIntake intake, Vector<Endpoint> endpoints) {
      this.ids = ids;
      this.intake = intake;
      this.endpoints = endpoints;
    }

    /** Adds {@code POST /api/auth}; callers choose neither audience, scope nor realm. */
    public Builder login(LogInUseCase logIn) {
      return login(logIn, CallerChoices.NONE);
    }

    /** Adds {@code POST /api/auth}. */
    public Builder login(LogInUseCase logIn, CallerChoices choices) {
      return with(Vector.of(LoginEndpoint.of(intake, logIn, choices)));
    }

    /** Adds renewing and revoking tokens, {@code POST /api/auth/refresh} and {@code revoke}. */
    public Builder tokens(RenewTokensUseCase renew, RevokeTokensUseCase revoke) {
      return with(TokensEndpoint.of(intake, renew, revoke));
    }

    /** Adds the second factor of a login, {@code POST /api/auth/mfa/…}. */
    public Builder mfa(CompleteMfaUseCase mfa) {
      return with(MfaEndpoint.of(intake, mfa));
    }

    /** Adds password resets that a user asks for, {@code POST /api/auth/password-reset}. */
    public Builder resets(ResetPasswordUseCase reset) {
      return with(Vector.of(ResetEndpoint.of(intake, reset)));
    }

    /** Adds {@code GET /openapi.yaml}. */
    public Builder description() {
      return with(Vector.of(ApiDescription.endpoint()));
    }

    /** Adds {@code POST /auth0/logs}, where the tenant's log stream delivers. */
    public Builder logStream(LogStreamEndpoint stream) {
      return with(Vector.of(stream.endpoint(intake.refusals())));
    }

    /** Adds the login pages, and forward auth where it is enabled. */
    public Builder browserLogin(BrowserLogin pages) {
      return with(pages.endpoints(intake));
    }

    /** Adds further endpoints. */
    public Builder with(Iterable<Endpoint> more) {
      return new Builder(ids, intake, endpoints.appendAll(more));
    }

    /**
     * The API.
     *
     * @throws IllegalArgumentException if two endpoints have the same method and path
     */
    public HttpApi build() {
      return new HttpApi(endpoints, ids, intake.refusals());
    }
  }
}
