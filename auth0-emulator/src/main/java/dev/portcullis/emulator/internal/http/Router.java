package dev.portcullis.emulator.internal.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the handler of a request by path and method; {@code *} in a path matches one segment. */
public final class Router implements Handler {

  private final List<Route> routes = new ArrayList<>();
  private final Map<Integer, List<Route>> bySize = new HashMap<>();

  /** Adds a route; call before the first request. */
  public Router on(String method, String path, Handler handler) {
    return add(new Route(method, List.of(path.split("/", -1)), handler));
  }

  /** Adds the routes of another router, each handler changed by the function. */
  public Router addAll(Router other, UnaryOperator<Handler> change) {
    other.routes.forEach(
        route -> add(new Route(route.method(), route.path(), change.apply(route.handler()))));
    return this;
  }

  private Router add(Route route) {
    routes.add(route);
    bySize.computeIfAbsent(route.path().size(), size -> new ArrayList<>()).add(route);
    return this;
  }

  /** The method and path of every route, such as {@code GET /emulator}, in the order added. */
  public List<String> routes() {
    return routes.stream()
        .map(route -> route.method() + " " + String.join("/", route.path()))
        .toList();
  }

  @Override
  public Reply handle(Request request) {
    String[] requested = request.path().split("/", -1);
    List<Route> here =
        bySize.getOrDefault(requested.length, List.of()).stream()
            .filter(route -> route.leadsTo(requested))
            .toList();
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

  private record Route(String method, List<String> path, Handler handler) {

    private boolean leadsTo(String[] requested) {
      return path.size() == requested.length
          && IntStream.range(0, requested.length)
              .allMatch(
                  i ->
                      path.get(i).equals("*")
                          ? !requested[i].isEmpty()
                          : path.get(i).equals(requested[i]));
    }
  }
}
