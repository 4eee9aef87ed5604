package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.UnavailableException;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** What customizers, handlers and filters of Jetty do to a request changes no client address. */
@Timeout(60)
class JettyTrapsTest {

  private static final String[] FORGED = {
    "X-Forwarded-For: 203.0.113.66, 192.0.2.7", "Forwarded: for=203.0.113.66"
  };

  private static final String CLIENT = "192.0.2.7";

  private final TestApi gateway = new TestApi();

  @Test
  void a_customizer_for_forwarded_headers_changes_nothing() throws Exception {
    JettyHost host = new JettyHost().servlet(new PortcullisServlet(gateway.api()));
    host.http().addCustomizer(new ForwardedRequestCustomizer());
    try (host) {
      host.start();

      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  @Test
  void a_proxy_header_that_the_container_reads_changes_nothing() throws Exception {
    try (JettyHost host =
        new JettyHost()
            .servlet(new PortcullisServlet(gateway.api()))
            .start(new ProxyConnectionFactory())) {
      Talk.with(host, "PROXY TCP4 203.0.113.66 127.0.0.1 4711 80\r\n" + TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  @Test
  void a_handler_that_replaces_header_lines_changes_nothing() throws Exception {
    try (JettyHost host =
        new JettyHost()
            .servlet(new PortcullisServlet(gateway.api()))
            .behind(new ReplacingHandler())
            .start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  static Stream<Filter> filters() {
    return Stream.of(new ForwardedHeaderFilter(), new LyingFilter(), new ForgingFilter());
  }

  @ParameterizedTest
  @MethodSource("filters")
  void a_filter_that_rewrites_changes_nothing(Filter filter) throws Exception {
    try (JettyHost host =
        new JettyHost().filter(filter).servlet(new PortcullisServlet(gateway.api())).start()) {
      Talk.with(host, TestApi.login(FORGED));
    }
    assertThat(gateway.clients()).containsExactly(CLIENT);
  }

  static Stream<Filter> readers() {
    return Stream.of(ReadingFilter.values());
  }

  @ParameterizedTest
  @MethodSource("readers")
  void a_body_that_a_filter_has_read_is_answered_with_500(Filter filter) throws Exception {
    try (JettyHost host =
        new JettyHost().filter(filter).servlet(new PortcullisServlet(gateway.api())).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED)))
          .startsWith("HTTP/1.1 500 ")
          .contains("/problems/request-altered");
      assertThat(Talk.with(host, TestApi.chunkedFormLogin(FORGED)))
          .startsWith("HTTP/1.1 500 ")
          .contains("/problems/request-altered");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  @Test
  void a_form_without_such_a_filter_is_a_login() throws Exception {
    try (JettyHost host = new JettyHost().servlet(new PortcullisServlet(gateway.api())).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).startsWith("HTTP/1.1 403 ");
      assertThat(Talk.with(host, TestApi.chunkedFormLogin(FORGED))).startsWith("HTTP/1.1 403 ");
    }
    assertThat(gateway.clients()).containsExactly(CLIENT, CLIENT);
  }

  @Test
  void a_servlet_that_expects_tomcats_valve_does_not_start() throws Exception {
    try (JettyHost host =
        new JettyHost().servlet(PortcullisValve.passing().servlet(gateway.api())).start()) {
      assertThat(host.unavailable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is in no pipeline");
      assertThat(Talk.with(host, TestApi.login(FORGED))).startsWith("HTTP/1.1 404 ");
    }
    assertThat(gateway.clients()).isEmpty();
  }

  /** Replaces the lines of X-Forwarded-For, as a handler may that knows another proxy. */
  private static final class ReplacingHandler extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      HttpFields replaced =
          HttpFields.build(request.getHeaders())
              .put(new HttpField("X-Forwarded-For", LyingFilter.LIE));
      return super.handle(
          new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
              return replaced;
            }
          },
          response,
          callback);
    }
  }
}
