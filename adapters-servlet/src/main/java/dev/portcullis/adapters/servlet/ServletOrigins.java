package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.control.Option;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Where a request comes from, for a servlet or a controller of yours that calls the gateway in
 * Java: the socket's peer and the header lines as they were received, below every filter, wrapper
 * and valve that may have rewritten them.
 *
 * <pre>{@code
 * gate.logIn(username, password, ServletOrigins.of(request));
 * }</pre>
 *
 * <p>In Tomcat it needs a {@link PortcullisValve} that the request has passed: {@link
 * PortcullisValve#passing} as the engine's first valve, or one that answers other paths. In Jetty
 * 12.1 (EE 11) it needs nothing else.
 */
public final class ServletOrigins {

  private ServletOrigins() {}

  /**
   * The origin of a request. It has the header lines, in which there may be secrets: use it for the
   * login, and keep it neither in a session nor in a log.
   *
   * @param request the one that the container or the framework passes on, with any wrappers
   * @throws IllegalStateException if it cannot be known how the request was received; the message
   *     says what to do. Do not replace it with {@code getRemoteAddr}, which may be text that the
   *     client has sent
   */
  public static RequestOrigin of(HttpServletRequest request) {
    return (PortcullisServlet.innermost(request) instanceof HttpServletRequest innermost
            ? ReceivedRequest.passedWith(innermost).orElse(() -> ofJetty(innermost))
            : Option.<ReceivedRequest>none())
        .map(ReceivedRequest::origin)
        .getOrElseThrow(() -> new IllegalStateException(unknown(request)));
  }

  private static Option<ReceivedRequest> ofJetty(HttpServletRequest innermost) {
    try {
      return innermost.getClass().getName().startsWith(JettyRequests.EE11)
          ? new JettyRequests().received(innermost)
          : Option.none();
    } catch (LinkageError e) {
      // The container does not let the application see its classes.
      return Option.none();
    }
  }

  private static String unknown(HttpServletRequest request) {
    return "It is not known how this request was received ("
        + request.getClass().getName()
        + "). In Tomcat, add PortcullisValve.passing() as the engine's first valve. In Jetty, use"
        + " Jetty 12.1 with EE 11, and let the application see its classes.";
  }
}
