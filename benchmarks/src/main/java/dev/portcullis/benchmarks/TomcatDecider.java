package dev.portcullis.benchmarks;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;

/**
 * Tomcat's own RemoteIpValve with a list of CIDR ranges, called as its pipeline calls it, without a
 * server. It restores the request afterwards, so that one request serves any number of decisions.
 */
final class TomcatDecider implements Decider {

  private final RemoteIpValve valve = new RemoteIpValve();
  private final Seen seen = new Seen();
  private final Request[] requests;

  /** The next valve: what an application would see. */
  private static final class Seen extends ValveBase {

    private String address = "";

    @Override
    public void invoke(Request request, Response response) {
      address = request.getRemoteAddr();
    }
  }

  TomcatDecider(Scenario scenario) {
    valve.setInternalProxies(String.join(",", scenario.ranges()));
    valve.setNext(seen);
    Connector connector = new Connector();
    this.requests =
        scenario.requests().stream().map(each -> request(connector, each)).toArray(Request[]::new);
  }

  private static Request request(Connector connector, Scenario.Request from) {
    org.apache.coyote.Request received = new org.apache.coyote.Request();
    received.getMimeHeaders().setValue("Host").setString("login.example.com");
    received.getMimeHeaders().setValue("X-Forwarded-For").setString(from.xForwardedFor());
    Request request = new Request(connector, received);
    request.setRemoteAddr(from.peer().getHostAddress());
    request.setRemoteHost(from.peer().getHostAddress());
    return request;
  }

  @Override
  public Object decide(int request) {
    try {
      valve.invoke(requests[request], null);
    } catch (IOException | ServletException e) {
      throw new IllegalStateException(e);
    }
    return seen.address;
  }
}
