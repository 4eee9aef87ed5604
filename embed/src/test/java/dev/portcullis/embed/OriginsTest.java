package dev.portcullis.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OriginsTest {

  static Stream<Arguments> peers() throws Exception {
    return Stream.of(
        Arguments.of(inet("203.0.113.7"), new Peer.Inet(ip("203.0.113.7"))),
        Arguments.of(inet("2001:db8::7"), new Peer.Inet(ip("2001:db8::7"))),
        Arguments.of(
            InetSocketAddress.createUnresolved("proxy.example.com", 1), new Peer.Unknown()),
        Arguments.of(UnixDomainSocketAddress.of("/run/gateway.sock"), new Peer.Unix()),
        Arguments.of(new SocketAddress() {}, new Peer.Unknown()),
        Arguments.of(null, new Peer.Unknown()));
  }

  @ParameterizedTest
  @MethodSource("peers")
  void the_peer_is_what_the_socket_reports(@Nullable SocketAddress address, Peer expected) {
    assertThat(Origins.of(address, Map.of()).peer()).isEqualTo(expected);
  }

  @Test
  void header_lines_are_kept_in_order_and_found_in_any_case() {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("X-Forwarded-For", List.of("203.0.113.7", "10.0.0.1, 10.0.0.2"));
    headers.put("x-forwarded-for", List.of("10.0.0.3"));

    RequestOrigin origin = Origins.of(null, headers);
    headers.clear();

    assertThat(origin.headers().named("X-FORWARDED-FOR"))
        .containsExactly("203.0.113.7", "10.0.0.1, 10.0.0.2", "10.0.0.3");
    assertThat(origin.headers().named("Forwarded")).isEmpty();
  }

  @Test
  void header_lines_can_be_asked_for_by_name() {
    RequestOrigin origin = Origins.of(null, name -> Vector.of("line of " + name));

    assertThat(origin.headers().named("Forwarded")).containsExactly("line of Forwarded");
  }

  private static InetSocketAddress inet(String address) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), 1);
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).get();
  }
}
