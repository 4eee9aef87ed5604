package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.OddInputs.headers;
import static dev.portcullis.domain.address.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/** What an operator reads: each look at each value, what it met and what that meant. */
class AddressTraceTest {

  private static final String XFF = "X-Forwarded-For:";

  @Test
  void a_walk_is_told_hop_by_hop() {
    AddressTrace trace =
        behindProxy(policy(), XFF + "x, 198.51.100.1", XFF + "203.0.113.7,fd00::1, 10.0.0.2");

    assertThat(steps(trace))
        .containsExactly(
            "peer 10.0.0.1 [10.0.0.0/8 trusted-proxies[0]] trusted",
            "xff[4] 10.0.0.2 [10.0.0.0/8 trusted-proxies[0]] trusted proxy",
            "xff[3] fd00::1 [fd00::/8 trusted-proxies[1]] trusted proxy",
            "xff[2] 203.0.113.7 the end user");
    assertThat(trace.unread()).isEqualTo(2);
    assertThat(trace.notes()).isEmpty();
  }

  @Test
  void a_walk_ends_where_an_entry_is_none() {
    AddressTrace trace = behindProxy(policy(), XFF + "198.51.100.1,<b>\u00e4\\, 10.0.0.2");

    assertThat(steps(trace))
        .containsExactly(
            "peer 10.0.0.1 [10.0.0.0/8 trusted-proxies[0]] trusted",
            "xff[2] 10.0.0.2 [10.0.0.0/8 trusted-proxies[0]] trusted proxy",
            "xff[1] <b>\\u00e4\\u005c " + RejectionReason.BAD_ENTRY.explanation());
    assertThat(trace.unread()).isEqualTo(1);
  }

  @Test
  void the_leftmost_entry_leaves_nothing_unread() {
    AddressTrace trace = behindProxy(policy(), XFF + "203.0.113.7");

    assertThat(steps(trace).last()).isEqualTo("xff[0] 203.0.113.7 the end user");
    assertThat(trace.unread()).isZero();
  }

  @Test
  void elements_are_told_as_entries_are() {
    AddressTrace read =
        behindProxy(
            PolicyBuilder.forwarded(), "Forwarded:by=x, for=\"[2001:db8::7]:1\", for=10.0.0.2");
    AddressTrace hidden = behindProxy(PolicyBuilder.forwarded(), "Forwarded:for=_x, for=unknown");
    AddressTrace none = behindProxy(PolicyBuilder.forwarded(), "Forwarded:for=_x, by=y");
    AddressTrace broken = behindProxy(PolicyBuilder.forwarded(), "Forwarded:\"", "Forwarded:b");

    assertThat(steps(read).tail())
        .containsExactly(
            "forwarded[2] 10.0.0.2 [10.0.0.0/8 trusted-proxies[0]] trusted proxy",
            "forwarded[1] 2001:db8::7 the end user");
    assertThat(read.unread()).isEqualTo(1);
    assertThat(steps(hidden).tail())
        .containsExactly(
            "forwarded[1] unknown " + RejectionReason.UNIDENTIFIED_ENTRY.explanation());
    assertThat(steps(none).tail())
        .containsExactly("forwarded[1]  " + RejectionReason.EMPTY_ENTRY.explanation());
    assertThat(steps(broken).tail())
        .containsExactly("forwarded \" | b " + RejectionReason.FORWARDED_SYNTAX.explanation());
  }

  @Test
  void counted_hops_are_told_by_number() {
    PolicyBuilder alone =
        policy().proxies(IpRangeSet.EMPTY).peers("10.9.0.0/16", "10.0.0.0/16").hops(3);
    AddressTrace counted = behindProxy(alone, XFF + "203.0.113.7, 192.0.2.1, 192.0.2.2");
    AddressTrace open = behindProxy(policy().hops(3), XFF + "203.0.113.7, 192.0.2.1, 10.0.0.2");

    assertThat(steps(counted))
        .containsExactly(
            "peer 10.0.0.1 [10.0.0.0/16 trusted-peers[1]] trusted",
            "xff[2] 192.0.2.2 hop 1 of trusted-hops, not a trusted proxy",
            "xff[1] 192.0.2.1 hop 2 of trusted-hops, not a trusted proxy",
            "xff[0] 203.0.113.7 the end user");
    assertThat(steps(open).last())
        .isEqualTo("xff[1] 192.0.2.1 hop 2 of trusted-hops, not a trusted proxy");
  }

  @Test
  void peers_are_told_by_what_they_are() {
    assertThat(peer(policy(), new Peer.Unknown())).containsExactly("peer  not known");
    assertThat(peer(policy(), new Peer.Unix())).containsExactly("peer unix not trusted");
    assertThat(peer(policy().unixTrusted(), new Peer.Unix()).head())
        .isEqualTo("peer unix trusted by unix-peer-trusted");
    assertThat(peer(policy(), new Peer.Inet(ip("192.0.2.1"))))
        .containsExactly("peer 192.0.2.1 not a trusted peer");
    assertThat(peer(policy().direct(), new Peer.Inet(ip("192.0.2.1"))))
        .containsExactly("peer 192.0.2.1 not a trusted peer: the end user");
    PolicyBuilder source = policy().source(new AddressSource.Peer());
    assertThat(peer(source, new Peer.Inet(ip("192.0.2.1"))))
        .containsExactly("peer 192.0.2.1 the end user");
    assertThat(peer(source.peers("10.0.0.1"), new Peer.Inet(ip("192.0.2.1"))))
        .containsExactly("peer 192.0.2.1 not a trusted peer");
  }

  @Test
  void a_certificate_is_told_before_the_peer_that_showed_it() {
    PolicyBuilder listed = policy().certificates("proxy.example.com");

    assertThat(certified(listed, new Peer.Inet(ip("192.0.2.1")), "a.example", "proxy.example.com"))
        .startsWith(
            "certificate proxy.example.com in trusted-certificates",
            "peer 192.0.2.1 trusted by its certificate");
    assertThat(certified(listed, new Peer.Inet(ip("10.0.0.1")), "proxy.example.com"))
        .startsWith(
            "certificate proxy.example.com in trusted-certificates",
            "peer 10.0.0.1 [10.0.0.0/8 trusted-proxies[0]] trusted");
    assertThat(certified(listed, new Peer.Inet(ip("192.0.2.1")), "a.example", "b.example"))
        .containsExactly(
            "certificate a.example | b.example not in trusted-certificates",
            "peer 192.0.2.1 not a trusted peer");
    assertThat(certified(listed, new Peer.Unix(), "proxy.example.com"))
        .startsWith(
            "certificate proxy.example.com in trusted-certificates",
            "peer unix trusted by its certificate");
  }

  private static Vector<String> certified(PolicyBuilder policy, Peer peer, String... names) {
    RequestOrigin origin =
        RequestOrigin.of(peer, headers())
            .withCertificate(Vector.of(names).map(CertificateName::new));
    return steps(policy.resolver().explain(origin).trace());
  }

  @Test
  void the_proxy_header_is_told_before_the_peer_it_makes() {
    PolicyBuilder balanced = policy().proxyProtocolFrom("10.9.9.0/24");
    Option<ProxyHeader> source = Option.of(new ProxyHeader.Source(ip("10.0.0.2"), 1));

    assertThat(balanced(balanced, "10.9.9.9", source))
        .containsExactly(
            "peer 10.9.9.9 may send a PROXY header",
            "proxy-protocol 10.0.0.2 takes the peer's place",
            "peer 10.0.0.2 [10.0.0.0/8 trusted-proxies[0]] trusted",
            "xff  " + RejectionReason.SOURCE_MISSING.explanation());
    assertThat(balanced(balanced, "10.9.9.9", Option.of(new ProxyHeader.NoAddress())))
        .containsExactly(
            "peer 10.9.9.9 may send a PROXY header",
            "proxy-protocol  the connection is the proxy's own");
    assertThat(balanced(balanced, "10.9.8.9", source))
        .containsExactly("peer 10.9.8.9 may not send a PROXY header");
  }

  @Test
  void single_headers_and_the_hygiene_are_told() {
    PolicyBuilder single = PolicyBuilder.header(AddressSource.Format.IP);
    PolicyBuilder proven = policy().proof("X-Origin", "a-secret-of-16-ch");
    String trusted = "peer 10.0.0.1 [10.0.0.0/8 trusted-proxies[0]] trusted";

    assertThat(steps(behindProxy(single, "CF-Connecting-IP:203.0.113.7")))
        .containsExactly(trusted, "header 203.0.113.7 the end user");
    assertThat(steps(behindProxy(single, "CF-Connecting-IP:a", "CF-Connecting-IP:b")))
        .containsExactly(trusted, "header a | b " + RejectionReason.DUPLICATE_HEADER.explanation());
    assertThat(steps(behindProxy(proven, "X-Origin:not the secret of it", XFF + "203.0.113.7")))
        .containsExactly(trusted, "origin-proof  missing or wrong");
    assertThat(steps(behindProxy(proven, "X-Origin:a-secret-of-16-ch", XFF + "203.0.113.7")))
        .containsExactly(trusted, "origin-proof  proven", "xff[0] 203.0.113.7 the end user");
    assertThat(steps(behindProxy(policy(), "Connection:Forwarded", XFF + "203.0.113.7")))
        .containsExactly(trusted, "connection  names a header that carries addresses");
  }

  @Test
  void what_does_not_count_is_noted() {
    String believed = XFF + "203.0.113.7";

    assertThat(
            behindProxy(
                    policy(),
                    believed,
                    "Forwarded:for=203.0.113.7",
                    "X-Real-IP:198.51.100.1",
                    "X_Forwarded_For:198.51.100.1",
                    "X.Forwarded.For:198.51.100.1",
                    "X-Forwarded-For :198.51.100.1")
                .notes())
        .containsExactly(
            "\"X_Forwarded_For\" is not X-Forwarded-For and does not count",
            "\"X.Forwarded.For\" is not X-Forwarded-For and does not count",
            "\"X-Forwarded-For \" is not X-Forwarded-For and does not count",
            "Forwarded agrees and does not count",
            "X-Real-IP disagrees and does not count");
    assertThat(behindProxy(PolicyBuilder.forwarded(), "Forwarded:for=203.0.113.7", XFF).notes())
        .containsExactly("X-Forwarded-For disagrees and does not count");
    assertThat(behindProxy(policy().direct(), believed).notes()).isEmpty();
  }

  @Test
  void headers_that_carry_an_address_are_named_where_the_declared_source_is_missing() {
    PolicyBuilder header = PolicyBuilder.header(AddressSource.Format.IP);
    PolicyBuilder peer = PolicyBuilder.reading(new AddressSource.Peer());

    assertThat(behindProxy(policy(), "X-Real-IP:203.0.113.7").notes())
        .containsExactly("X-Real-IP is there, but source is xff");
    assertThat(behindProxy(PolicyBuilder.forwarded(), XFF + "203.0.113.7").notes())
        .containsExactly("X-Forwarded-For is there, but source is forwarded");
    assertThat(behindProxy(header, "True-Client-IP:a", "X-Real-IP:b", "Forwarded:c", XFF).notes())
        .containsExactly(
            "X-Forwarded-For and Forwarded and X-Real-IP are there, but header-name is"
                + " CF-Connecting-IP");
    assertThat(behindProxy(peer, XFF + "203.0.113.7").notes())
        .containsExactly("X-Forwarded-For is there, but source is peer");
    assertThat(behindProxy(policy()).notes()).isEmpty();
  }

  @Test
  void the_block_of_an_address_that_no_user_can_have_is_named() {
    PolicyBuilder closed = policy().privateResult(new PrivateResult.Reject());

    assertThat(behindProxy(closed, XFF + "192.168.1.17").notes())
        .containsExactly("192.168.1.17 is in 192.168.0.0/16: private use (RFC 1918)");
    assertThat(behindProxy(closed, XFF + "2001:db8::7").notes())
        .containsExactly("2001:db8::7 is in 2001:db8::/32: documentation (RFC 3849)");
    assertThat(behindProxy(closed, XFF + "224.0.0.1").notes())
        .containsExactly("224.0.0.1 is in 224.0.0.0/4: multicast (RFC 1112)");
    assertThat(behindProxy(closed, XFF + "8.8.8.8").notes()).isEmpty();
  }

  @Test
  void odd_addresses_are_noted() {
    PolicyBuilder open = policy().privateResult(new PrivateResult.Allow());

    for (String embedding : new String[] {"::203.0.113.7", "64:ff9b::1", "2002::", "2001::1"}) {
      assertThat(behindProxy(open, XFF + embedding).notes())
          .containsExactly("the address embeds an IPv4 address, which is not unpacked");
    }
    for (String plain : new String[] {"::1", "2001:db8::7", "203.0.113.7"}) {
      assertThat(behindProxy(open, XFF + plain).notes()).isEmpty();
    }
    assertThat(behindProxy(open, XFF + "240.0.0.1").notes())
        .containsExactly(
            "240.0.0.0/4 is Cloudflare's Pseudo IPv4; switch it off or read the IPv6 header");
  }

  @Test
  void a_text_from_outside_is_cut_and_escaped() {
    assertThat(AddressTrace.shown(" ~}" + "x".repeat(61))).isEqualTo(" ~}" + "x".repeat(61));
    assertThat(AddressTrace.shown("x".repeat(65))).isEqualTo("x".repeat(64) + "...");
    assertThat(AddressTrace.shown("\0".repeat(10))).isEqualTo("\\u0000".repeat(10));
    assertThat(AddressTrace.shown("\0".repeat(11))).isEqualTo("\\u0000".repeat(10) + "...");
    assertThat(AddressTrace.shown("\u001f\u007f\\\u20ac"))
        .isEqualTo("\\u001f\\u007f\\u005c\\u20ac");
  }

  private static AddressTrace behindProxy(PolicyBuilder policy, String... lines) {
    RequestOrigin origin = RequestOrigin.of(new Peer.Inet(ip("10.0.0.1")), headers(lines));
    return policy.resolver().explain(origin).trace();
  }

  private static Vector<String> peer(PolicyBuilder policy, Peer peer) {
    RequestOrigin origin = RequestOrigin.of(peer, headers());
    return steps(policy.resolver().explain(origin).trace());
  }

  private static Vector<String> balanced(
      PolicyBuilder policy, String peer, Option<ProxyHeader> header) {
    RequestOrigin origin = new RequestOrigin(new Peer.Inet(ip(peer)), header, headers());
    return steps(policy.resolver().explain(origin).trace());
  }

  private static Vector<String> steps(AddressTrace trace) {
    return Vector.ofAll(trace.steps())
        .map(
            step -> {
              String range =
                  step.match().isEmpty()
                      ? ""
                      : "[" + step.match().get() + " " + step.rule().get() + "] ";
              return step.at() + " " + step.value() + " " + range + step.finding();
            });
  }
}
