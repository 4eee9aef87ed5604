package dev.portcullis.adapters.servlet;

import io.vavr.collection.HashSet;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import org.apache.catalina.Container;
import org.apache.catalina.Pipeline;
import org.apache.catalina.Valve;

/** Which valves a request passes in Tomcat before it reaches a valve. */
final class Pipelines {

  private static final String VALVES = "org.apache.catalina.valves.";

  /** The valves of Tomcat that read a request and change nothing of it. */
  private static final Set<String> HARMLESS =
      HashSet.of(
              "AccessLogValve",
              "CrawlerSessionManagerValve",
              "ErrorReportValve",
              "ExtendedAccessLogValve",
              "HealthCheckValve",
              "JsonAccessLogValve",
              "JsonErrorReportValve",
              "ProxyErrorReportValve",
              "RemoteAddrValve",
              "RemoteCIDRValve",
              "RemoteHostValve",
              "SemaphoreValve",
              "StuckThreadDetectionValve")
          .map(VALVES::concat)
          .add("org.apache.catalina.authenticator.NonLoginAuthenticator")
          .add(PortcullisValve.class.getName());

  private Pipelines() {}

  /** Why a valve must not be where it is, and what to do; none if nothing precedes it. */
  static Option<String> problem(PortcullisValve valve) {
    Container container = valve.getContainer();
    if (container == null) {
      return Option.of("PortcullisValve is in no pipeline. Add it to one before Tomcat starts it.");
    }
    return before(valve, container)
        .map(before -> before.getClass().getName())
        .find(name -> !HARMLESS.contains(name))
        .map(
            name ->
                "PortcullisValve comes after "
                    + name
                    + ", which may have replaced the client's address or header lines. Add"
                    + " PortcullisValve as the engine's first valve, or remove the other one.");
  }

  private static Seq<Valve> before(PortcullisValve valve, Container container) {
    Seq<Valve> before =
        List.of(container.getPipeline().getValves()).takeWhile(other -> other != valve);
    for (Container outer = container.getParent(); outer != null; outer = outer.getParent()) {
      Pipeline pipeline = outer.getPipeline();
      before =
          List.of(pipeline.getValves())
              .reject(other -> other.equals(pipeline.getBasic()))
              .appendAll(before);
    }
    return before;
  }
}
