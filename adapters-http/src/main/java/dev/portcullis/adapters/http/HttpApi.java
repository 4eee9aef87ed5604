package dev.portcullis.adapters.http;

import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a path and method, and answers for what no handler answers: unknown paths,
 * wrong methods, bodies that break off, and defects. The last resort of every request.
 */
public final class Router {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final Map<String, Map<String, Handler>> routes;
  private final Supplier<RequestId> ids;

  private Router(Map<String, Map<String, Handler>> routes, Supplier<RequestId> ids) {
    this.routes = routes;
    this.ids = ids;
  }

  /** A router without routes that takes the id of each request from {@code ids}. */
  public static Router create(Supplier<RequestId> ids) {
    return new Router(LinkedHashMap.empty(), ids);
  }

  /** The same routes and this one; a later one of the same method and path takes its place. */
  public Router with(String method, String path, Handler handler) {
    Map<String, Handler> methods = routes.get(path).getOrElse(LinkedHashMap.empty());
    return new Router(routes.put(path, methods.put(method, handler)), ids);
  }

  /** Every path with its methods. */
  public Map<String, Set<String>> paths() {
    return routes.mapValues(Map::keySet);
  }

  /**
   * The answer to a request that does not say how long it is: a chunked body can be framed in ways
   * that two readers read differently.
   */
  public Reply lengthRequired() {
    return Problem.of(
            411,
            "length-required",
            "invalid_request",
            "The length is missing",
            "Send the body with a Content-Length; a Transfer-Encoding is not taken.")
        .reply(ids.get());
  }

  public Reply answer(GatewayRequest request) {
    RequestId id = ids.get();
    var methods = routes.get(request.path());
    if (methods.isEmpty()) {
      return Problem.of(
              404, "not-found", "not_found", "Nothing here", "There is nothing at this path.")
          .reply(id);
    }
    var handler = methods.get().get(request.method());
    if (handler.isEmpty()) {
      String allowed = methods.get().keySet().mkString(", ");
      return Problem.of(
              405,
              "method-not-allowed",
              "method_not_allowed",
              "Method not allowed",
              "This path takes " + allowed + ".")
          .reply(id)
          .with("Allow", allowed);
    }
    try {
      return handler.get().handle(request, id);
    } catch (IOException e) {
      return Problem.of(
              400,
              "body-incomplete",
              "invalid_request",
              "The body broke off",
              "The request's body could not be read to its end. Send it again.")
          .reply(id)
          .with("Connection", "close");
    } catch (RuntimeException e) {
      report(id, e);
      return Problem.of(
              500,
              "internal-error",
              "server_error",
              "Something went wrong here",
              "This is a defect of the gateway. Tell whoever runs this service, with the request"
                  + " id.")
          .reply(id);
    }
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
}
