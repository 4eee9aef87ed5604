package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import io.vavr.control.Option;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves an {@link HttpApi} in a servlet container, with the same statuses, bodies and header
 * fields as the stand-alone server.
 *
 * <p>The user's address is determined from the socket's peer and from the header lines as they were
 * received. Both are read below every filter, wrapper and customizer: {@code getRemoteAddr} may be
 * text that the client has sent. Where the container hides them, the servlet does not start:
 *
 * <ul>
 *   <li>In Jetty 12.1 (EE 11) use {@code new PortcullisServlet(api)}.
 *   <li>In Tomcat 11 or 10.1 use {@link PortcullisValve}.
 *   <li>In any other container pass a {@link KernelPeer}.
 * </ul>
 *
 * <p>Map it to {@code /*}, or to the API's paths, in a context whose path does not precede them. A
 * PROXY header that the container has read is ignored, and the names of a client certificate count
 * where the container is known to have verified it: in Jetty and behind {@link PortcullisValve}.
 * When the container stops, the servlet waits up to 25 seconds for requests in progress.
 * docs/reference/servlet.md lists what each container answers itself.
 *
 * <pre>{@code
 * context.addServlet(new ServletHolder(new PortcullisServlet(api)), "/*");
 * }</pre>
 */
public final class PortcullisServlet implements Servlet {

  private final Responder responder;
  private final Option<RequestSource> given;
  private volatile Option<RequestSource> source = Option.none();
  private volatile Option<ServletConfig> config = Option.none();

  /** Serves the API in a container that shows how it received a request. */
  public PortcullisServlet(HttpApi api) {
    this(api, Option.none());
  }

  /** Serves the API in a container where {@code peers} names the other end of a connection. */
  public PortcullisServlet(HttpApi api, KernelPeer peers) {
    this(api, Option.of(new OtherRequests(peers)));
  }

  PortcullisServlet(HttpApi api, Option<RequestSource> given) {
    this.responder = new Responder(api);
    this.given = given;
  }

  /**
   * Checks that the container can be seen through.
   *
   * @throws UnavailableException if it cannot, or if no endpoint can be reached; the message says
   *     what to do
   */
  @Override
  public void init(ServletConfig started) throws ServletException {
    ServletContext context = started.getServletContext();
    RequestSource found =
        given
            .orElse(() -> PortcullisServlet.known(context))
            .getOrElseThrow(() -> new UnavailableException(unknown(context)));
    Option<String> problem = found.problem(context).orElse(() -> unreachable(context));
    if (problem.isDefined()) {
      throw new UnavailableException(problem.get());
    }
    config = Option.of(started);
    source = Option.of(found);
  }

  private static Option<RequestSource> known(ServletContext context) {
    try {
      return Option.when(
          context.getClass().getName().startsWith(JettyRequests.EE11), JettyRequests::new);
    } catch (LinkageError e) {
      // The container does not let the application see its classes.
      return Option.none();
    }
  }

  private static String unknown(ServletContext context) {
    return "PortcullisServlet cannot tell who is at the other end of a connection here ("
        + context.getServerInfo()
        + "). In Tomcat, add PortcullisValve.passing() as the engine's first valve and register"
        + " valve.servlet(api), or let PortcullisValve.answering(api) answer. In Jetty, use Jetty"
        + " 12.1 with EE 11, and let the application see its classes. In any other container, pass"
        + " a KernelPeer.";
  }

  private Option<String> unreachable(ServletContext context) {
    String above = context.getContextPath() + "/";
    var endpoints = responder.api().endpoints();
    return Option.when(
        endpoints.nonEmpty() && !endpoints.exists(endpoint -> endpoint.path().startsWith(above)),
        "PortcullisServlet is in the context "
            + context.getContextPath()
            + ", but the paths of the API do not begin with that. Use the root context.");
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    if (!(innermost(request) instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException("PortcullisServlet serves HTTP alone");
    }
    Option<ReceivedRequest> received = source.flatMap(it -> it.received(http));
    if (received.isDefined()) {
      responder.respond(received.get(), http, answer);
    } else {
      responder.respondHidden(
          "This container does not show how it received a request ("
              + http.getClass().getName()
              + "). In Tomcat, PortcullisValve must be in a pipeline that the request passes before"
              + " the servlet, and before every valve that may change the request.",
          http.getMethod(),
          answer);
    }
  }

  /** The container's own request. */
  static ServletRequest innermost(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return inner;
  }

  /** Waits for the requests in progress, up to 25 seconds. */
  @Override
  public void destroy() {
    responder.awaitRequests();
  }

  @Override
  public @Nullable ServletConfig getServletConfig() {
    return config.getOrNull();
  }

  @Override
  public String getServletInfo() {
    return "Portcullis";
  }
}
