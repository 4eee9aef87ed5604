package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies are 10.0.0.0/8 and fd00::/8; the users' addresses are those kept for documentation. */
class AddressResolverTest {

  private static final IpRangeSet PROXIES = IpRangeSet.of(ranges("10.0.0.0/8", "fd00::/8"));
  private static final Seq<IpRange> DOCUMENTATION =
      ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32");

  /** Lines are separated by "//"; the answer is an address or a reason's code. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what honest proxies send
          203.0.113.7                               | 203.0.113.7
          203.0.113.7, 10.0.0.2                     | 203.0.113.7
          203.0.113.7, 10.0.0.3, fd00::2            | 203.0.113.7
          2001:DB8:0:0::7, fd00::2                  | 2001:db8::7
          198.51.100.1, 203.0.113.7, 10.0.0.2       | 203.0.113.7
          198.51.100.1, 10.0.0.9, 203.0.113.7       | 203.0.113.7
          # several lines are one list, in wire order
          198.51.100.1 // 203.0.113.7 // 10.0.0.2   | 203.0.113.7
          203.0.113.7 // 198.51.100.1               | 198.51.100.1
          # empty entries: refused where a proxy would have written them, ignored left of the result
          ''                                        | empty-entry
          ,                                         | empty-entry
          '203.0.113.7,'                            | empty-entry
          '203.0.113.7, '                           | empty-entry
          203.0.113.7, , 10.0.0.2                   | empty-entry
          '203.0.113.7 // '                         | empty-entry
          ', 203.0.113.7, 10.0.0.2'                 | 203.0.113.7
          ', 10.0.0.2'                              | empty-entry
          ',,, 203.0.113.7'                         | 203.0.113.7
          # what is no address: refused in the trusted zone
          garbage, 10.0.0.2                         | bad-entry
          example.com, 10.0.0.2                     | bad-entry
          203.0.113.7, garbage, 10.0.0.2            | bad-entry
          203.0.113.7 10.0.0.2                      | bad-entry
          203.0.113.7; 10.0.0.2                     | bad-entry
          for=203.0.113.7                           | bad-entry
          unknown, 10.0.0.2                         | unidentified-entry
          Unknown                                   | unidentified-entry
          _hidden                                   | unidentified-entry
          203.0.113.7, _SEVKISEK, 10.0.0.2          | unidentified-entry
          unix:/run/proxy.sock                      | unidentified-entry
          unknown, 203.0.113.7, 10.0.0.2            | 203.0.113.7
          '<script>, 203.0.113.7, 10.0.0.2'         | 203.0.113.7
          '127.1, [::1, 0x7f, 203.0.113.7'          | 203.0.113.7
          # no proxy found an end user
          10.0.0.2                                  | all-trusted
          10.0.0.2, 10.0.0.3 // fd00::1             | all-trusted
          ::ffff:10.0.0.2, 10.0.0.3                 | all-trusted
          # ports
          203.0.113.7:0                             | 203.0.113.7
          203.0.113.7:443, 10.0.0.2:8080            | 203.0.113.7
          203.0.113.7:65535                         | 203.0.113.7
          203.0.113.7:00080                         | 203.0.113.7
          [2001:db8::7]:443, [fd00::2]:8080         | 2001:db8::7
          [2001:db8::7]                             | 2001:db8::7
          [::ffff:203.0.113.7]:443                  | 203.0.113.7
          203.0.113.7:                              | bad-port
          203.0.113.7:65536                         | bad-port
          203.0.113.7:000080                        | bad-port
          203.0.113.7:+80                           | bad-port
          203.0.113.7:-1                            | bad-port
          203.0.113.7:http                          | bad-port
          203.0.113.7:8o                            | bad-port
          203.0.113.7:٨٠                            | bad-port
          203.0.113.7: 80                           | bad-port
          [2001:db8::7]:                            | bad-port
          [2001:db8::7]:65536                       | bad-port
          203.0.113.7 :80                           | bad-entry
          203.0.113.7:80:80                         | bad-entry
          203.0.113:80                              | bad-entry
          203.0.113.07:80                           | bad-entry
          localhost:80                              | bad-entry
          example.com:80                            | bad-entry
          # IPv6 with a port but without brackets is read as IPv6: no guess
          2001:db8::7:443                           | 2001:db8::7:443
          2001:db8:0:0:0:0:0:7:443                  | bad-entry
          # brackets
          [203.0.113.7]                             | bad-entry
          [203.0.113.7]:80                          | bad-entry
          [2001:db8::7                              | bad-entry
          2001:db8::7]                              | bad-entry
          [[2001:db8::7]]                           | bad-entry
          [2001:db8::7]]                            | bad-entry
          [2001:db8::7]80                           | bad-entry
          [2001:db8::7].80                          | bad-entry
          [ 2001:db8::7 ]                           | bad-entry
          []                                        | bad-entry
          [                                         | bad-entry
          ]                                         | bad-entry
          []:80                                     | bad-entry
          [:]                                       | bad-entry
          [::                                       | bad-entry
          # odd IPv4
          203.0.113.07                              | bad-entry
          0313.0.113.7                              | bad-entry
          203.0.113                                 | bad-entry
          203.113                                   | bad-entry
          3405803783                                | bad-entry
          0xcb007107                                | bad-entry
          203.0.113.256                             | bad-entry
          ２03.0.113.7                              | bad-entry
          203.0.113.7/32                            | bad-entry
          # zones
          fe80::1%eth0                              | bad-entry
          [fe80::1%25eth0]:80                       | bad-entry
          fd00::1%eth0                              | bad-entry
          # mapped addresses are folded before the match and on the way out
          ::ffff:203.0.113.7                        | 203.0.113.7
          ::FFFF:cb00:7107                          | 203.0.113.7
          0:0:0:0:0:ffff:203.0.113.7, ::ffff:a00:2  | 203.0.113.7
          # other embeddings are kept as IPv6 and never unpacked
          ::203.0.113.7                             | ::cb00:7107
          64:ff9b::203.0.113.7                      | 64:ff9b::cb00:7107
          64:ff9b::10.0.0.2                         | 64:ff9b::a00:2
          2002:cb00:7107::1                         | 2002:cb00:7107::1
          # quotes
          '"203.0.113.7"'                           | bad-entry
          '"203.0.113.7, 10.0.0.2"'                 | bad-entry
          # what no end user has
          0.0.0.0                                   | not-a-host
          ::                                        | not-a-host
          255.255.255.255                           | not-a-host
          224.0.0.1                                 | not-a-host
          239.255.255.255                           | not-a-host
          ff02::1                                   | not-a-host
          ::ffff:0.0.0.0                            | not-a-host
          240.0.0.1                                 | reserved-result
          127.0.0.1                                 | reserved-result
          192.168.1.1                               | reserved-result
          ::1                                       | reserved-result
          """)
  void the_rightmost_untrusted_entry_is_the_end_user(String lines, String answer) {
    assertThat(behindProxy(lines.split("//", -1))).isEqualTo(answer);
  }

  /** CR, LF and NUL never pass an HTTP parser; if one does let them by, they are no address. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\0", "\r", "\n", "\r\n", "\u000b", "\f", "\u2003", "\u200b"})
  void only_spaces_and_tabs_are_trimmed(String odd) {
    assertThat(behindProxy(" \t203.0.113.7\t ")).isEqualTo("203.0.113.7");
    assertThat(behindProxy(odd + "203.0.113.7")).isEqualTo("bad-entry");
    assertThat(behindProxy("203.0.113.7" + odd)).isEqualTo("bad-entry");
  }

  @Test
  void a_missing_header_behind_a_proxy_is_refused() {
    assertThat(behindProxy()).isEqualTo("source-missing");
  }

  @Test
  void a_header_is_read_up_to_its_limits() {
    String twenty = "1.1.1.1,".repeat(18) + "203.0.113.7,10.0.0.2";
    String longest = " ".repeat(4096 - "203.0.113.7".length()) + "203.0.113.7";
    String[] eight = {"x", "x", "x", "x", "x", "x", "x", "203.0.113.7"};

    assertThat(behindProxy(twenty)).isEqualTo("203.0.113.7");
    assertThat(behindProxy(longest)).isEqualTo("203.0.113.7");
    assertThat(behindProxy(eight)).isEqualTo("203.0.113.7");
  }

  @Test
  void a_header_beyond_its_limits_is_refused() {
    String twentyOne = "1.1.1.1,".repeat(19) + "203.0.113.7,10.0.0.2";
    String tooLong = " ".repeat(4097 - "203.0.113.7".length()) + "203.0.113.7";
    String[] nine = {"x", "x", "x", "x", "x", "x", "x", "x", "203.0.113.7"};

    assertThat(behindProxy(twentyOne)).isEqualTo("too-many");
    assertThat(behindProxy(tooLong)).isEqualTo("too-long");
    assertThat(behindProxy(" ".repeat(2048), " ".repeat(2048))).isEqualTo("too-long");
    assertThat(behindProxy(nine)).isEqualTo("too-many");
  }

  @ParameterizedTest
  @CsvSource({"20, 203.0.113.7", "21, too-many"})
  void the_standard_header_has_as_many_entries_at_most(int entries, String answer) {
    String line = "for=1.1.1.1,".repeat(entries - 2) + "for=203.0.113.7,for=10.0.0.2";

    assertThat(forwarded(line)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FOR=203.0.113.7                           | 203.0.113.7",
        "For=203.0.113.7;Proto=https               | 203.0.113.7",
        "proto=https;foR=203.0.113.7               | 203.0.113.7",
        "for=203.0.113.7, FOR=10.0.0.2             | 203.0.113.7",
        "for=203.0.113.7;FOR=203.0.113.8           | forwarded-syntax",
        "proto=https;Proto=http;for=203.0.113.7    | forwarded-syntax"
      })
  void the_standard_header_has_names_in_any_case_and_each_once(String line, String answer) {
    assertThat(forwarded(line)).isEqualTo(answer);
  }

  private static String forwarded(String line) {
    return text(
        PolicyBuilder.forwarded()
            .resolver()
            .resolve(
                RequestOrigin.of(
                    new Peer.Inet(ip("10.0.0.1")),
                    name ->
                        name.equalsIgnoreCase("Forwarded") ? Vector.of(line) : Vector.empty())));
  }

  @Test
  void an_unknown_peer_is_refused_whatever_it_sends() {
    RequestOrigin origin = RequestOrigin.of(new Peer.Unknown(), headers("203.0.113.7"));

    assertThat(resolver(DirectAccess.ALLOW).resolve(origin))
        .isEqualTo(new Rejected(RejectionReason.PEER_UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource(DirectAccess.class)
  void an_untrusted_peers_headers_are_not_read(DirectAccess directAccess) {
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(ip("198.51.100.1")),
            name -> {
              throw new AssertionError("read " + name);
            });

    AddressResolution resolution = resolver(directAccess).resolve(origin);

    assertThat(resolution)
        .isEqualTo(
            switch (directAccess) {
              case REJECT -> new Rejected(RejectionReason.UNTRUSTED_PEER);
              case ALLOW -> new Resolved(new ClientAddress(ip("198.51.100.1")), Via.PEER);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "::ffff:10.0.0.1", "::ffff:a00:1", "fd00::1"})
  void a_proxy_is_known_by_any_spelling_of_its_address(String peer) {
    RequestOrigin origin = RequestOrigin.of(new Peer.Inet(ip(peer)), headers("203.0.113.7"));

    assertThat(resolver(DirectAccess.REJECT).resolve(origin))
        .isEqualTo(new Resolved(new ClientAddress(ip("203.0.113.7")), Via.X_FORWARDED_FOR));
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0,not-a-host", "127.0.0.1,reserved-result", "fe80::1,reserved-result"})
  void a_direct_peer_has_to_be_an_end_user_too(String peer, String code) {
    RequestOrigin origin = RequestOrigin.of(new Peer.Inet(ip(peer)), headers());

    assertThat(text(resolver(DirectAccess.ALLOW).resolve(origin))).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For",
        "x-forwarded-for",
        "close, X-Forwarded-For",
        "X-Forwarded-For , close",
        "close,\tX-FORWARDED-FOR",
        ", ,X-Forwarded-For",
        "Forwarded",
        "x-real-ip"
      })
  void a_connection_header_that_names_a_forwarding_header_is_refused(String connection) {
    assertThat(withConnection("close", connection)).isEqualTo("connection-nominates-source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "close", "keep-alive, Upgrade", "X-Forwarded-Fore"})
  void any_other_connection_header_changes_nothing(String connection) {
    assertThat(withConnection("close", connection)).isEqualTo("203.0.113.7");
  }

  /** Other sources, and spellings that a server might take for the declared one, stay unread. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Forwarded", "X-Real-IP", "True-Client-IP", "X_Forwarded_For", "X.Forwarded.For"})
  void no_other_header_stands_in_for_the_source(String name) {
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(ip("10.0.0.1")),
            asked -> asked.equalsIgnoreCase(name) ? Vector.of("203.0.113.7") : Vector.empty());

    assertThat(text(resolver(DirectAccess.REJECT).resolve(origin))).isEqualTo("source-missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the first and the last address of each range, and their neighbours
          0.255.255.255   | 1.0.0.0
          10.0.0.0        | 9.255.255.255
          10.255.255.255  | 11.0.0.0
          100.64.0.0      | 100.63.255.255
          100.127.255.255 | 100.128.0.0
          127.0.0.0       | 126.255.255.255
          127.255.255.255 | 128.0.0.0
          169.254.0.0     | 169.253.255.255
          169.254.255.255 | 169.255.0.0
          172.16.0.0      | 172.15.255.255
          172.31.255.255  | 172.32.0.0
          192.0.0.0       | 191.255.255.255
          192.0.0.255     | 192.0.1.0
          192.0.2.255     | 192.0.3.0
          192.88.99.0     | 192.88.98.255
          192.88.99.255   | 192.88.100.0
          192.168.0.0     | 192.167.255.255
          192.168.255.255 | 192.169.0.0
          198.18.0.0      | 198.17.255.255
          198.19.255.255  | 198.20.0.0
          198.51.100.0    | 198.51.99.255
          198.51.100.255  | 198.51.101.0
          203.0.113.0     | 203.0.112.255
          203.0.113.255   | 203.0.114.0
          240.0.0.0       | 223.255.255.255
          255.255.255.254 | 223.255.255.255
          ::1             | ::2
          64:ff9b:1::     | 64:ff9b::1
          100::           | 100:0:0:2::
          100:0:0:1::     | 100:0:0:2::
          2001:2::        | 2001:200::
          2001:1::        | 2001:0:ffff::
          2001:3::        | 2001:200::
          2001:7::        | 2001:200::
          2001:8::        | 2001:200::
          2001:10::       | 2001:200::
          2001:20::       | 2001:200::
          2001:3f::       | 2001:200::
          2001:40::       | 2001:200::
          2001:80::       | 2001:200::
          2001:100::      | 2001:200::
          2001:1ff:ffff:: | 2001:200::
          2620:4f:8000::  | 2620:4f:7fff::
          2620:4f:8000:ffff:: | 2620:4f:8001::
          192.31.196.0    | 192.31.195.255
          192.31.196.255  | 192.31.197.0
          192.52.193.0    | 192.52.192.255
          192.52.193.255  | 192.52.194.0
          192.175.48.0    | 192.175.47.255
          192.175.48.255  | 192.175.49.0
          2001:db8::      | 2001:db7:ffff::
          2001:db8:ffff:: | 2001:db9::
          3fff::          | 3fff:1000::
          5f00::          | 5f01::
          fc00::          | fe00::
          fdff::          | fe00::
          fe80::          | fe7f::
          febf::          | fe7f::
          fec0::          | fe7f::
          """)
  void special_purpose_addresses_are_no_end_users(String reserved, String neighbour) {
    AddressResolver open =
        new AddressResolver(
            ClientAddressPolicy.behind(IpRangeSet.EMPTY).withDirectAccess(DirectAccess.ALLOW));

    AddressResolution there =
        open.resolve(RequestOrigin.of(new Peer.Inet(ip(reserved)), headers()));
    AddressResolution next =
        open.resolve(RequestOrigin.of(new Peer.Inet(ip(neighbour)), headers()));

    assertThat(text(there)).isEqualTo("reserved-result");
    assertThat(text(next)).isEqualTo(neighbour);
  }

  @Test
  void a_reserved_range_that_the_operator_names_is_let_through_and_no_more() {
    AddressResolver intranet =
        new AddressResolver(
            ClientAddressPolicy.behind(PROXIES)
                .withDirectAccess(DirectAccess.ALLOW)
                .withPrivateResult(
                    new PrivateResult.AllowOnly(IpRangeSet.of(ranges("192.168.0.0/16", "::/0")))));

    assertThat(text(intranet.resolve(direct("192.168.7.7")))).isEqualTo("192.168.7.7");
    assertThat(text(intranet.resolve(direct("172.16.0.1")))).isEqualTo("reserved-result");
    assertThat(text(intranet.resolve(direct("::1")))).isEqualTo("::1");
    assertThat(text(intranet.resolve(direct("::")))).isEqualTo("not-a-host");
  }

  @ParameterizedTest
  @EnumSource(RejectionReason.class)
  void every_reason_has_a_stable_code_and_a_sentence(RejectionReason reason) {
    assertThat(reason.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(reason.explanation()).endsWith(".");
  }

  private static String behindProxy(String... lines) {
    return text(
        resolver(DirectAccess.REJECT)
            .resolve(RequestOrigin.of(new Peer.Inet(ip("10.0.0.1")), headers(lines))));
  }

  private static String withConnection(String... connection) {
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(ip("10.0.0.1")),
            name ->
                name.equalsIgnoreCase("Connection")
                    ? Vector.of(connection)
                    : Vector.of("203.0.113.7"));
    return text(resolver(DirectAccess.REJECT).resolve(origin));
  }

  @Test
  void a_proxy_is_one_by_its_address_its_socket_or_its_certificate() {
    Vector<CertificateName> listed = Vector.of(new CertificateName("proxy.example.com"));
    Vector<CertificateName> other = Vector.of(new CertificateName("a.example.com"));
    Peer unknown = new Peer.Inet(ip("192.0.2.1"));

    AddressResolver resolver = PolicyBuilder.policy().certificates("proxy.example.com").resolver();

    assertThat(resolver.isProxy(new Peer.Inet(ip("10.0.0.1")))).isTrue();
    assertThat(resolver.isProxy(new Peer.Unix())).isTrue();
    assertThat(resolver.isProxy(unknown, listed)).isTrue();
    assertThat(resolver.isProxy(unknown, other.appendAll(listed))).isTrue();
    assertThat(resolver.isProxy(new Peer.Inet(ip("10.0.0.1")), other)).isTrue();
    assertThat(resolver.isProxy(unknown)).isFalse();
    assertThat(resolver.isProxy(unknown, other)).isFalse();
    assertThat(resolver.isProxy(unknown, Vector.empty())).isFalse();
    assertThat(resolver.isProxy(new Peer.Unknown())).isFalse();
  }

  @Test
  void nobody_is_a_proxy_where_users_connect_directly() {
    Vector<CertificateName> listed = Vector.of(new CertificateName("proxy.example.com"));

    AddressResolver resolver =
        PolicyBuilder.reading(new AddressSource.Peer())
            .certificates("proxy.example.com")
            .resolver();

    assertThat(resolver.isProxy(new Peer.Inet(ip("10.0.0.1")))).isFalse();
    assertThat(resolver.isProxy(new Peer.Inet(ip("10.0.0.1")), listed)).isFalse();
  }

  private static RequestOrigin direct(String peer) {
    return RequestOrigin.of(new Peer.Inet(ip(peer)), headers());
  }

  private static AddressResolver resolver(DirectAccess directAccess) {
    return new AddressResolver(
        ClientAddressPolicy.behind(PROXIES)
            .withDirectAccess(directAccess)
            .withPrivateResult(new PrivateResult.AllowOnly(IpRangeSet.of(DOCUMENTATION))));
  }

  private static RequestOrigin.HeaderLines headers(String... lines) {
    return name -> name.equalsIgnoreCase("X-Forwarded-For") ? Vector.of(lines) : Vector.empty();
  }

  private static String text(AddressResolution resolution) {
    return switch (resolution) {
      case Resolved(var address, var via) -> address.toString();
      case Rejected(var reason) -> reason.code();
    };
  }
}
