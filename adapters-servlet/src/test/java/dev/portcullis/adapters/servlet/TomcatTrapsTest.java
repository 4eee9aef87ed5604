package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.domain.address.Peer;
import jakarta.servlet.Filter;
import jakarta.servlet.UnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.filters.RemoteIpFilter;
import org.apache.catalina.valves.AccessLogValve;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.SSLValve;
import org.apache.catalina.valves.ValveBase;
import org.apache.catalina.valves.rewrite.RewriteValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** What valves and filters of Tomcat do to a request changes no client address. */
@Timeout(60)
class TomcatTrapsTest {

  /** An attacker wrote the first entry; a proxy on this machine appended the second. */
  private static final String[] FORGED = {
    "X-Forwarded-For: 203.0.113.66, 192.0.2.7", "Forwarded: for=203.0.113.66"
  };

  private static final String CLIENT = "192.0.2.7";

  private final TestApi gateway = new TestApi();

  static Stream<Valve> rewriting() {
    return Stream.of(new RemoteIpValve(), new RewriteValve(), new SSLValve(), new UnknownValve());
  }

  @ParameterizedTest
  @MethodSource("rewriting")
  void a_valve_that_may_rewrite_keeps_tomcat_from_starting_if_it_comes_first(Valve other) {
    try (TomcatHost host =
        new TomcatHost().engineValve(other).engineValve(PortcullisValve.answering(gateway.api()))) {
      assertThatThrownBy(host::start)
          .isInstanceOf(LifecycleException.class)
          .hasStackTraceContaining("comes after " + other.getClass().getName())
          .hasStackTraceContaining("Add PortcullisValve as the engine's first valve");
    }
  }

  @Test
  void a_valve_of_an_outer_container_comes_first_too() {
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(new RemoteIpValve())
            .hostValve(PortcullisValve.answering(gateway.api()))) {
      assertThatThrownBy(host::start)
          .isInstanceOf(LifecycleException.class)
          .hasStackTraceContaining("comes after " + RemoteIpValve.class.getName());
    }
  }

  @Test
  void a_valve_of_the_host_comes_before_those_of_the_context() {
    try (TomcatHost host =
        new TomcatHost()
            .hostValve(new RemoteIpValve())
            .contextValve(PortcullisValve.answering(gateway.api()))) {
      assertThatThrownBy(host::start).isInstanceOf(LifecycleException.class);
    }
  }

  @Test
  void a_valve_that_is_added_later_to_an_outer_container_stops_every_answer() throws Exception {
    try (TomcatHost host =
        new TomcatHost().hostValve(PortcullisValve.answering(gateway.api())).start()) {
      host.engineValve(new RemoteIpValve());

      String answer = Talk.with(host, TestApi.login(FORGED));

      assertThat(answer).startsWith("HTTP/1.1 500 ").contains("/problems/request-altered");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void valves_that_only_read_may_come_first() throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(new ErrorReportValve())
            .engineValve(accessLog())
            .hostValve(PortcullisValve.answering(gateway.api()))
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  private static Valve accessLog() {
    AccessLogValve log = new AccessLogValve();
    log.setDirectory("logs");
    return log;
  }

  @Test
  void a_remote_ip_valve_behind_the_valve_changes_nothing() throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(valve)
            .engineValve(new RemoteIpValve())
            .servlet(valve.servlet(gateway.api()))
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  static Stream<Filter> filters() {
    return Stream.of(
        new RemoteIpFilter(), new ForwardedHeaderFilter(), new LyingFilter(), new ForgingFilter());
  }

  @ParameterizedTest
  @MethodSource("filters")
  void a_filter_that_rewrites_changes_nothing(Filter filter) throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(valve)
            .filter(filter)
            .servlet(valve.servlet(gateway.api()))
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).isSubsetOf(CLIENT);
    if (!(filter instanceof ForgingFilter)) {
      assertThat(gateway.clients()).containsExactly(CLIENT);
    }
  }

  static Stream<Filter> wrappers() {
    return Stream.of(new RemoteIpFilter(), new ForwardedHeaderFilter(), new LyingFilter());
  }

  @ParameterizedTest
  @MethodSource("wrappers")
  void the_host_programs_function_is_given_the_containers_own_request(Filter filter)
      throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .filter(filter)
            .servlet(
                new PortcullisServlet(
                    gateway.api(), request -> Peers.ofText(request.getRemoteAddr())))
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void the_valve_answers_before_every_filter(Filter filter) throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(PortcullisValve.answering(gateway.api()))
            .filter(filter)
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  @Test
  void a_servlet_without_the_valve_does_not_start() throws Exception {
    TomcatHost host = new TomcatHost();
    Wrapper wrapper = host.wrapper(new PortcullisServlet(gateway.api()));
    try (host) {
      host.start();

      assertThatThrownBy(wrapper::load)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("Apache Tomcat")
          .hasMessageContaining("add PortcullisValve.passing() as the engine's first valve");
      assertThat(Talk.with(host, TestApi.login(FORGED))).doesNotStartWith("HTTP/1.1 401");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_servlet_whose_valve_is_in_no_pipeline_does_not_start() throws Exception {
    TomcatHost host = new TomcatHost();
    Wrapper wrapper = host.wrapper(PortcullisValve.passing().servlet(gateway.api()));
    try (host) {
      host.start();

      assertThatThrownBy(wrapper::load)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is in no pipeline");
    }
  }

  @Test
  void a_servlet_whose_valve_is_in_another_pipeline_answers_500() throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    TomcatHost host = new TomcatHost().servlet(valve.servlet(gateway.api()));
    StandardHost other = new StandardHost();
    other.setName("other");
    other.getPipeline().addValve(valve);
    host.tomcat().getEngine().addChild(other);
    try (host;
        Log log = new Log()) {
      host.start();

      String answer = Talk.with(host, TestApi.login(FORGED));

      assertThat(answer).startsWith("HTTP/1.1 500 ").contains("/problems/request-altered");
      assertThat(log.errors())
          .singleElement()
          .asString()
          .contains("PortcullisValve must be in a pipeline");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_servlet_beneath_a_path_that_no_endpoint_has_does_not_start() throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    TomcatHost host = new TomcatHost("/gate").engineValve(valve);
    Wrapper wrapper = host.wrapper(valve.servlet(gateway.api()));
    try (host) {
      host.start();

      assertThatThrownBy(wrapper::load)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is in the context /gate")
          .hasMessageContaining("Use the root context");
    }
  }

  static Stream<Filter> readers() {
    return Stream.of(ReadingFilter.PARAMETERS, ReadingFilter.SOME_BYTES, ReadingFilter.CHARACTERS);
  }

  @ParameterizedTest
  @MethodSource("readers")
  void a_body_that_a_filter_has_read_is_answered_with_500_and_logged_once(Filter filter)
      throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    try (Log log = new Log();
        TomcatHost host =
            new TomcatHost()
                .engineValve(valve)
                .filter(filter)
                .servlet(valve.servlet(gateway.api()))
                .start()) {
      for (String login : List.of(TestApi.formLogin(FORGED), TestApi.chunkedFormLogin(FORGED))) {
        assertThat(Talk.with(host, login))
            .startsWith("HTTP/1.1 500 ")
            .contains("/problems/request-altered");
      }
      assertThat(log.errors())
          .singleElement()
          .asString()
          .contains("A filter or valve read the body")
          .contains("getParameter")
          .contains("Exclude the gateway's paths");
    }
    assertThat(gateway.clients()).isEmpty();
    assertThat(gateway.refusals()).containsExactly("request-altered", "request-altered");
  }

  @ParameterizedTest
  @MethodSource("readers")
  void a_container_that_does_not_count_shows_it_too(Filter filter) throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .filter(filter)
            .servlet(new PortcullisServlet(gateway.api(), request -> new Peer.Unknown()))
            .start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).startsWith("HTTP/1.1 500 ");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_form_without_such_a_filter_is_a_login() throws Exception {
    PortcullisValve valve = PortcullisValve.passing();
    try (TomcatHost host =
        new TomcatHost().engineValve(valve).servlet(valve.servlet(gateway.api())).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).startsWith("HTTP/1.1 403 ");
      assertThat(Talk.with(host, TestApi.chunkedFormLogin(FORGED))).startsWith("HTTP/1.1 403 ");
    }
    assertThat(gateway.clients()).containsExactly(CLIENT, CLIENT);
  }

  @Test
  void the_valve_leaves_other_paths_to_the_application() throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(PortcullisValve.answering(gateway.api(), path -> path.startsWith("/api/")))
            .servlet(new HelloServlet())
            .start()) {
      assertThat(Talk.with(host, TestApi.login(FORGED))).startsWith("HTTP/1.1 403 ");
      assertThat(Talk.with(host, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("hello");
    }
  }

  /** What a program may have added of its own. */
  private static final class UnknownValve extends ValveBase {

    @Override
    public void invoke(Request request, Response response)
        throws IOException, jakarta.servlet.ServletException {
      getNext().invoke(request, response);
    }
  }

  /** What was logged as an error by this module. */
  private static final class Log implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(PortcullisServlet.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    Log() {
      events.start();
      logger.addAppender(events);
    }

    List<String> errors() {
      return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
      logger.detachAppender(events);
    }
  }
}
