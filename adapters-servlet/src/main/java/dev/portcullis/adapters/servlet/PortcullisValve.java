package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import io.vavr.control.Option;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.catalina.Container;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Serves an {@link HttpApi} in Tomcat 11 or 10.1, or passes what Tomcat received to a {@link
 * PortcullisServlet} or to {@link ServletOrigins}, before any other valve or filter.
 *
 * <p>Tomcat hides the socket's peer from servlets, and valves such as {@code RemoteIpValve} replace
 * the client's address and header lines: what they leave of {@code X-Forwarded-For} is what an
 * attacker has written. So this must be the first valve of the engine, or at least come before
 * every valve that may change a request. It does not start otherwise.
 *
 * <pre>{@code
 * tomcat.getEngine().getPipeline().addValve(PortcullisValve.answering(api));   // alone
 *
 * PortcullisValve valve = PortcullisValve.passing();                           // with a servlet
 * tomcat.getEngine().getPipeline().addValve(valve);
 * Tomcat.addServlet(context, "portcullis", valve.servlet(api));
 * }</pre>
 */
public final class PortcullisValve extends ValveBase {

  private final Option<Responder> responder;
  private final Predicate<String> paths;

  private PortcullisValve(Option<Responder> responder, Predicate<String> paths) {
    super(true);
    this.responder = responder;
    this.paths = paths;
  }

  /** A valve that answers every request. */
  public static PortcullisValve answering(HttpApi api) {
    return answering(api, path -> true);
  }

  /**
   * A valve that answers some requests, and lets the application answer the others.
   *
   * @param paths the paths that the API answers; tested with the path as sent, not decoded
   */
  public static PortcullisValve answering(HttpApi api, Predicate<String> paths) {
    return new PortcullisValve(Option.of(new Responder(api)), paths);
  }

  /**
   * A valve that answers nothing, but passes what was received to {@link #servlet} and {@link
   * ServletOrigins}.
   */
  public static PortcullisValve passing() {
    return new PortcullisValve(Option.none(), path -> false);
  }

  /** A servlet behind this valve. It does not start if the valve is in no pipeline. */
  public PortcullisServlet servlet(HttpApi api) {
    return new PortcullisServlet(api, Option.of(new Passed()));
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    ReceivedRequest received =
        // A second time after an asynchronous dispatch, when others have changed it.
        ReceivedRequest.passedWith(request).getOrElse(() -> TomcatRequests.received(request));
    // Valves may have been added to an outer container since the start.
    Option<String> problem = Pipelines.problem(this);
    if (!response.isError() && responder.isDefined() && paths.test(received.path())) {
      if (problem.isDefined()) {
        responder.get().respondHidden(problem.get(), request.getMethod(), response);
      } else {
        responder.get().respond(received, request, response);
      }
    } else {
      if (problem.isEmpty()) {
        received.passWith(request);
      }
      getNext().invoke(request, response);
    }
  }

  @Override
  protected void startInternal() throws LifecycleException {
    Option<String> problem = Pipelines.problem(this);
    if (problem.isDefined()) {
      throw new LifecycleException(problem.get());
    }
    super.startInternal();
  }

  /**
   * Waits for the requests that this valve is answering, up to 25 seconds. A stop of Tomcat does
   * that too; a host that cuts connections before it stops Tomcat calls this first.
   */
  public void awaitRequests() {
    responder.forEach(Responder::awaitRequests);
  }

  /** Waits for the requests in progress, up to 25 seconds. */
  @Override
  protected void stopInternal() throws LifecycleException {
    awaitRequests();
    super.stopInternal();
  }

  private final class Passed implements RequestSource {

    /** Valves of the engine start after the servlets, so whether it has started does not count. */
    @Override
    public Option<String> problem(ServletContext context) {
      Container container = getContainer();
      return Option.when(
          container == null,
          "The valve of this PortcullisServlet is in no pipeline. Add it as the engine's first"
              + " valve before Tomcat starts.");
    }

    @Override
    public Option<ReceivedRequest> received(HttpServletRequest innermost) {
      return ReceivedRequest.passedWith(innermost);
    }
  }
}
