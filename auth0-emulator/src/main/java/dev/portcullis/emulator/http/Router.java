package dev.portcullis.emulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the handler of a request by path and verb; a path ending in {@code /*} takes one segment.
 */
public final class Router implements Handler {

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route; call before the first request. */
  public Router on(String method, String path, Handler handler) {
    routes.add(new Route(method, path, handler));
    return this;
  }

  @Override
  public Reply handle(Request request) {
    List<Route> here = routes.stream().filter(route -> route.leadsTo(request.path())).toList();
    if (here.isEmpty()) {
      return Reply.error(404, "Not Found", "Not Found", "");
    }
    return here.stream()
        .filter(route -> route.method().equals(request.method()))
        .findFirst()
        .map(route -> route.handler().handle(request))
        .orElseGet(
            () ->
                Reply.error(405, "Method Not Allowed", "Method Not Allowed", "")
                    .with(
                        "Allow",
                        here.stream().map(Route::method).collect(Collectors.joining(", "))));
  }

  private record Route(String method, String path, Handler handler) {

    private boolean leadsTo(String requested) {
      if (!path.endsWith("/*")) {
        return path.equals(requested);
      }
      String prefix = path.substring(0, path.length() - 1);
      return requested.length() > prefix.length()
          && requested.startsWith(prefix)
          && requested.indexOf('/', prefix.length()) < 0;
    }
  }
}
