package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.Peer;
import jakarta.servlet.Filter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.catalina.filters.RemoteIpFilter;
import org.apache.catalina.valves.RemoteIpValve;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** An application's own servlet learns what the container received, or nothing. */
@Timeout(60)
class ServletOriginsTest {

  /** An attacker wrote the first line and entry; proxies appended the others. */
  private static final String[] FORGED = {
    "X-Forwarded-For: 203.0.113.66", "X-Forwarded-For: 192.0.2.7, 127.0.0.9"
  };

  private static final String RECEIVED =
      "127.0.0.1 | 203.0.113.66 & 192.0.2.7, 127.0.0.9 | ada@example.com";

  static Stream<Filter> rewriting() {
    return Stream.of(new RemoteIpFilter(), new ForwardedHeaderFilter(), new LyingFilter());
  }

  @ParameterizedTest
  @MethodSource("rewriting")
  void in_tomcat_it_is_what_the_valve_has_received(Filter filter) throws Exception {
    try (TomcatHost host = tomcat().filter(filter).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).contains(RECEIVED);
    }
  }

  @Test
  void the_other_end_of_a_unix_socket_is_known_as_such(@TempDir Path directory) throws Exception {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("a.sock"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      try (SocketChannel client = SocketChannel.open(address);
          SocketChannel accepted = server.accept()) {
        assertThat(client.isConnected()).isTrue();

        Peer peer = Peers.of(accepted);

        assertThat(peer).isEqualTo(new Peer.Unix());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"async, /api/auth", "forward, /api/auth"})
  void a_dispatch_changes_nothing(String how, String path) throws Exception {
    try (TomcatHost host = tomcat().start()) {
      String answer =
          Talk.with(host, TestApi.formLogin(FORGED).replace(path, path + "?" + how + "=1"));

      assertThat(answer).contains(RECEIVED);
    }
  }

  @Test
  void a_valve_that_answers_other_paths_serves_too() throws Exception {
    TestApi gateway = new TestApi();
    try (TomcatHost host =
        new TomcatHost()
            .engineValve(PortcullisValve.answering(gateway.api(), path -> path.equals("/other")))
            .engineValve(new RemoteIpValve())
            .servlet(new OriginServlet())
            .start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).contains(RECEIVED);
    }
  }

  @Test
  void without_a_valve_it_is_unknown_and_the_message_says_what_to_do() throws Exception {
    try (TomcatHost host = new TomcatHost().servlet(new OriginServlet()).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED)))
          .contains("unknown: It is not known how this request was received")
          .contains("add PortcullisValve.passing() as the engine's first valve")
          .doesNotContain("203.0.113.66");
    }
  }

  @Test
  void behind_a_rewriting_valve_that_was_added_later_it_is_unknown() throws Exception {
    try (TomcatHost host =
        new TomcatHost()
            .hostValve(PortcullisValve.passing())
            .servlet(new OriginServlet())
            .start()) {
      host.engineValve(new RemoteIpValve());

      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).contains("unknown: It is not known");
    }
  }

  @Test
  void a_filter_cannot_forge_it() throws Exception {
    try (TomcatHost host = tomcat().filter(new ForgingFilter()).start()) {
      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).contains("unknown: It is not known");
    }
  }

  @ParameterizedTest
  @MethodSource("jettys")
  void in_jetty_it_is_what_the_parser_has_read(Filter filter) throws Exception {
    JettyHost host = new JettyHost().filter(filter).servlet(new OriginServlet());
    host.http().addCustomizer(new ForwardedRequestCustomizer());
    try (host) {
      host.start();

      assertThat(Talk.with(host, TestApi.formLogin(FORGED))).contains(RECEIVED);
    }
  }

  static Stream<Filter> jettys() {
    return Stream.of(new ForwardedHeaderFilter(), new LyingFilter());
  }

  private static TomcatHost tomcat() {
    return new TomcatHost()
        .engineValve(PortcullisValve.passing())
        .engineValve(new RemoteIpValve())
        .servlet(new OriginServlet());
  }
}
