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
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.http.intake.Refusals;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
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
 * paths (404), wrong methods (405 with {@code Allow}), bodies that break off (400), pages of other
 * origins (403, or the answers of CORS), and defects (500). What a binding cannot hand over as a
 * request it has answered by {@link #refuse}. Each refusal is recorded once. {@code
 * HttpBindingContract} in {@code portcullis-testkit-http} states what a binding must do.
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

  private static final Problem DEFECT =
      Problem.of(
          500,
          "internal-error",
          "server_error",
          "Something went wrong here",
          "This is a defect of the gateway. Tell the operator of this service, with the request"
              + " id.");

  private static final Set<String> SERVER_ITSELF = HashSet.of("*", "/");

  private final Seq<Endpoint> endpoints;
  private final Map<String, Path> paths;
  private final Supplier<RequestId> ids;
  private final CallerOrigins origins;
  private final Refusals refusals;
  private final Option<BrowserLogin> pages;
  private final Tracing tracing;

  private HttpApi(
      Seq<Endpoint> endpoints,
      Supplier<RequestId> ids,
      CallerOrigins origins,
      Refusals refusals,
      Option<BrowserLogin> pages,
      Tracing tracing) {
    this.tracing = tracing;
    this.endpoints = endpoints;
    this.pages = pages;
    Map<String, Path> all = LinkedHashMap.empty();
    for (Endpoint endpoint : endpoints) {
      Path path = all.get(endpoint.path()).getOrElse(() -> Path.at(endpoint.path()));
      if (path.methods().containsKey(endpoint.method())) {
        throw new IllegalArgumentException(
            "endpoints: "
                + endpoint.method()
                + " "
                + endpoint.path()
                + " twice (expected: each method of a path once)");
      }
      all = all.put(endpoint.path(), path.with(endpoint));
    }
    this.paths = all;
    this.ids = ids;
    this.origins = origins;
    this.refusals = refusals;
  }

  /**
   * What answers at one path.
   *
   * @param route the path as the endpoints declare it
   * @param forScripts whether pages' scripts may be meant to call it; the forms of our own pages
   *     are protected by the pages
   * @param bodyLimit the largest body that it takes, in bytes
   */
  private record Path(
      String route, Map<String, Handler> methods, boolean forScripts, int bodyLimit) {

    static Path at(String route) {
      return new Path(route, LinkedHashMap.empty(), false, RequestIntake.MAX_BODY_BYTES);
    }

    Path with(Endpoint endpoint) {
      return new Path(
          route,
          methods.put(endpoint.method(), endpoint.handler()),
          forScripts || endpoint.content() instanceof Endpoint.Content.Fields,
          endpoint.content() instanceof Endpoint.Content.Bytes(var limit)
              ? Math.max(bodyLimit, limit)
              : bodyLimit);
    }
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
    return new HttpApi(
        Vector.ofAll(endpoints),
        ids,
        CallerOrigins.NONE,
        Refusals.UNRECORDED,
        Option.none(),
        Tracing.OFF);
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
    return new HttpApi(
        Vector.ofAll(endpoints),
        ids,
        CallerOrigins.NONE,
        new Refusals(refused),
        Option.none(),
        Tracing.OFF);
  }

  /** Every endpoint, in the order in which they were added. */
  public Seq<Endpoint> endpoints() {
    return endpoints;
  }

  /**
   * The largest body that is taken at a path, in bytes: {@link RequestIntake#MAX_BODY_BYTES} unless
   * an endpoint there declares more. A binding reads no more, and refuses it with {@link
   * HttpRefusal#BODY_TOO_LARGE}, from the Content-Length where there is one.
   */
  public int bodyLimit(String path) {
    return paths.get(path).map(Path::bodyLimit).getOrElse(RequestIntake.MAX_BODY_BYTES);
  }

  /**
   * Answers a request. Never throws; may block for as long as the provider takes, so call it on a
   * thread that may block.
   *
   * <p>A HEAD request is answered as a GET (RFC 9110 section 9.3.2); the binding leaves the body
   * out when it sends the reply. OPTIONS for {@code *} and {@code /} is answered whatever the
   * client's address (RFC 9110 section 9.3.7): it is how load balancers ask whether a server
   * answers.
   */
  public Reply answer(GatewayRequest request) {
    RequestId id = ids.get();
    if (request.method().equals("OPTIONS") && SERVER_ITSELF.contains(request.path())) {
      return Reply.of(204, "text/plain; charset=utf-8", new byte[0])
          .with("Allow", "OPTIONS")
          .with("X-Request-Id", id.value());
    }
    var path = paths.get(request.path()).orElse(() -> above(request.path()));
    if (path.isEmpty()) {
      return forBrowsers(refusals.refuse(HttpRefusal.NOT_FOUND, id), request, id);
    }
    Path found = path.get();
    try (Tracing.Span span =
        tracing.request(request.method(), found.route(), id, request.origin().headers())) {
      Reply reply =
          found.forScripts()
              ? origins.guard(
                  request, id, found.methods().keySet(), refusals, () -> answer(request, found, id))
              : answer(request, found, id);
      span.status(reply.status());
      return reply;
    }
  }

  private Option<Path> above(String requested) {
    return endpoints.find(it -> it.isAbove(requested)).flatMap(it -> paths.get(it.path()));
  }

  private Reply answer(GatewayRequest request, Path path, RequestId id) {
    var handler =
        path.methods()
            .get(request.method().equals("HEAD") ? "GET" : request.method())
            .orElse(() -> path.methods().get("*"));
    if (handler.isEmpty()) {
      String allowed = path.methods().keySet().mkString(", ");
      return forBrowsers(refusals.refuse(HttpRefusal.METHOD_NOT_ALLOWED, id), request, id)
          .with("Allow", allowed);
    }
    try {
      return handler.get().handle(request, id);
    } catch (IOException e) {
      return refusals.refuse(HttpRefusal.BODY_INCOMPLETE, id);
    } catch (RuntimeException e) {
      report(id, e);
      return forBrowsers(DEFECT.reply(id), request, id);
    }
  }

  /** The problem, or the page that says the same where there are pages. */
  private Reply forBrowsers(Reply problem, GatewayRequest request, RequestId id) {
    return pages.flatMap(it -> it.page(problem, request, id)).getOrElse(problem);
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
    private final CallerOrigins origins;
    private final Vector<Endpoint> endpoints;
    private final Option<BrowserLogin> pages;

    private Builder(Supplier<RequestId> ids, RequestIntake intake) {
      this(ids, intake, CallerOrigins.NONE, Vector.empty(), Option.none());
    }

    private Builder(
        Supplier<RequestId> ids,
        RequestIntake intake,
        CallerOrigins origins,
        Vector<Endpoint> endpoints,
        Option<BrowserLogin> pages) {
      this.pages = pages;
      this.ids = ids;
      this.intake = intake;
      this.origins = origins;
      this.endpoints = endpoints;
    }

    /**
     * Lets pages of these origins call the API from a browser; without it only pages of the API's
     * own origin may. Clients that are no browsers are not affected.
     */
    public Builder callableFrom(CallerOrigins origins) {
      return new Builder(ids, intake, origins, endpoints, pages);
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

    /**
     * Adds the login pages, and forward auth where it is enabled. Browsers then get pages for
     * unknown paths too.
     */
    public Builder browserLogin(BrowserLogin login) {
      return new Builder(
          ids, intake, origins, endpoints.appendAll(login.endpoints(intake)), Option.of(login));
    }

    /** Adds further endpoints. */
    public Builder with(Iterable<Endpoint> more) {
      return new Builder(ids, intake, origins, endpoints.appendAll(more), pages);
    }

    /**
     * The API.
     *
     * @throws IllegalArgumentException if two endpoints have the same method and path
     */
    public HttpApi build() {
      return new HttpApi(endpoints, ids, origins, intake.refusals(), pages, intake.tracing());
    }
  }
}
