package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.IpTexts.ranges;
import static dev.portcullis.domain.address.PolicyBuilder.header;
import static dev.portcullis.domain.address.PolicyBuilder.policy;
import static dev.portcullis.domain.address.PolicyBuilder.reading;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressSource.Format;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every odd input of the specification, with the one outcome that it may have. */
final class OddInputs {

  private static final String NAME = "X-Forwarded-For";
  private static final String SPIFFE = "spiffe://example.com/proxy";
  private static final String FIRST_SECRET = "first-secret-of-16";
  private static final String SECOND_SECRET = "second-secret-of-16";

  private final List<Row> rows = new ArrayList<>();

  private OddInputs() {}

  /** A request in a deployment, and the address or the reason's code that it comes to. */
  record Row(String input, AddressResolver resolver, RequestOrigin origin, String answer) {

    @Override
    public String toString() {
      return input + " -> " + answer;
    }
  }

  static List<Row> rows() {
    OddInputs table = new OddInputs();
    table.peers();
    table.certificates();
    table.hygiene();
    table.lists();
    table.forwardedElements();
    table.hops();
    table.results();
    table.singleHeaders();
    table.proofs();
    table.conflicts();
    table.proxyProtocol();
    return List.copyOf(table.rows);
  }

  static String text(AddressResolution resolution) {
    return switch (resolution) {
      case Resolved(var address, var via) -> address.toString();
      case Rejected(var reason) -> reason.code();
    };
  }

  /** Lines as on the wire: a name, a colon, a value. */
  static RequestOrigin.HeaderLines headers(String... lines) {
    Vector<String> all = Vector.of(lines);
    return name ->
        all.filter(line -> line.substring(0, line.indexOf(':')).equalsIgnoreCase(name))
            .map(line -> line.substring(line.indexOf(':') + 1));
  }

  private void row(String input, PolicyBuilder policy, Peer peer, String answer, String... lines) {
    rows.add(new Row(input, policy.resolver(), RequestOrigin.of(peer, headers(lines)), answer));
  }

  private void row(
      String input, PolicyBuilder policy, String peer, String answer, String... lines) {
    row(input, policy, new Peer.Inet(ip(peer)), answer, lines);
  }

  private void xff(String answer, String... values) {
    String[] lines = Vector.of(values).map(value -> NAME + ":" + value).toJavaArray(String[]::new);
    row(String.join(" // ", values), policy(), "10.0.0.1", answer, lines);
  }

  private void forwarded(String answer, String... values) {
    String[] lines =
        Vector.of(values).map(value -> "Forwarded:" + value).toJavaArray(String[]::new);
    row(
        "Forwarded: " + String.join(" // ", values),
        PolicyBuilder.forwarded(),
        "10.0.0.1",
        answer,
        lines);
  }

  private void single(Format format, String value, String answer) {
    row(
        format + ": " + value,
        header(format),
        "10.0.0.1",
        answer,
        "CF-Connecting-IP:" + value,
        NAME + ":198.51.100.1");
  }

  private void peers() {
    String believed = NAME + ":203.0.113.7";
    row("no peer", policy(), new Peer.Unknown(), "peer-unknown", believed);
    row("no peer, direct", policy().direct(), new Peer.Unknown(), "peer-unknown", believed);
    row("no peer, source peer", peer(), new Peer.Unknown(), "peer-unknown", believed);
    row("no peer, hops", policy().hops(1), new Peer.Unknown(), "peer-unknown", believed);
    row("unix peer", policy(), new Peer.Unix(), "peer-unix", believed);
    row("unix peer, direct", policy().direct(), new Peer.Unix(), "peer-unix", believed);
    row("unix trusted", policy().unixTrusted(), new Peer.Unix(), "203.0.113.7", believed);
    row("unix trusted, no header", policy().unixTrusted(), new Peer.Unix(), "source-missing");
    row("unix trusted, source peer", peer().unixTrusted(), new Peer.Unix(), "peer-unix", believed);
    row("mapped peer", policy(), "::ffff:10.0.0.1", "203.0.113.7", believed);
    row("mapped peer, v6 proxies", policy().proxies("::/0"), "::ffff:10.0.0.1", "untrusted-peer");
    row("untrusted peer", policy(), "192.0.2.1", "untrusted-peer", believed);
    row("untrusted peer, direct", policy().direct(), "192.0.2.1", "192.0.2.1", believed);
    row("next to the range", policy(), "11.0.0.0", "untrusted-peer", believed);
    row("direct, private peer", policy().direct(), "192.168.0.1", "reserved-result", believed);
    row("direct, own peer", policy().direct().self("192.0.2.0/28"), "192.0.2.1", "self-address");
    row("direct, 0.0.0.0", policy().direct(), "0.0.0.0", "not-a-host", believed);
    row("source peer", peer(), "192.0.2.1", "192.0.2.1", believed);
    row("source peer, a proxy", peer(), "10.0.0.1", "all-trusted", believed);
    row("source peer, not let in", peer().peers("192.0.2.0/28"), "192.0.2.16", "untrusted-peer");
    row("source peer, let in", peer().peers("192.0.2.0/28"), "192.0.2.15", "192.0.2.15");
    PolicyBuilder narrow = policy().peers("10.0.3.0/24");
    row("trusted peer", narrow, "10.0.3.9", "203.0.113.7", believed);
    row("a proxy, but no peer", narrow, "10.0.4.9", "untrusted-peer", believed);
    row("a proxy, but no peer, direct", narrow.direct(), "10.0.4.9", "all-trusted", believed);
    row("source missing", policy(), "10.0.0.1", "source-missing");
    row("Forwarded missing", PolicyBuilder.forwarded(), "10.0.0.1", "source-missing", believed);
    row("header missing", header(Format.IP), "10.0.0.1", "source-missing", believed);
    for (String alias : List.of("X_Forwarded_For", "X.Forwarded.For", "X-Forwarded-For ")) {
      row(alias + " alone", policy(), "10.0.0.1", "source-missing", alias + ":198.51.100.1");
      row(alias, policy(), "10.0.0.1", "203.0.113.7", alias + ":198.51.100.1", believed);
    }
  }

  private static PolicyBuilder peer() {
    return reading(new AddressSource.Peer());
  }

  private void certificates() {
    Peer other = new Peer.Inet(ip("192.0.2.1"));
    PolicyBuilder listed = policy().certificates("proxy.example.com", SPIFFE);
    certified("listed", listed, other, "203.0.113.7", "proxy.example.com");
    certified("listed, a URI", listed, other, "203.0.113.7", SPIFFE);
    certified("one of several", listed, other, "203.0.113.7", "a.example", SPIFFE);
    certified("other case", listed, other, "203.0.113.7", "Proxy.Example.COM");
    certified("a trusted address too", listed, proxy(), "203.0.113.7", "proxy.example.com");
    certified("a trusted address, unlisted", listed, proxy(), "203.0.113.7", "a.example");
    certified("unlisted", listed, other, "untrusted-peer", "a.example");
    certified("none", listed, other, "untrusted-peer");
    certified("none are listed", policy(), other, "untrusted-peer", "proxy.example.com");
    certified("a subdomain", listed, other, "untrusted-peer", "a.proxy.example.com");
    certified("a parent", listed, other, "untrusted-peer", "example.com");
    certified(
        "a URI's other case", listed, other, "untrusted-peer", SPIFFE.toUpperCase(Locale.ROOT));
    certified("a URI below", listed, other, "untrusted-peer", SPIFFE + "/a");
    certified("direct", listed.direct(), other, "203.0.113.7", SPIFFE);
    certified("direct, unlisted", listed.direct(), other, "192.0.2.1", "a.example");
    PolicyBuilder fresh = policy().certificates(SPIFFE);
    certified("unix", fresh, new Peer.Unix(), "203.0.113.7", SPIFFE);
    certified("unix, unlisted", fresh, new Peer.Unix(), "peer-unix", "a.example");
    certified("no peer", fresh, new Peer.Unknown(), "peer-unknown", SPIFFE);
    certified("no ranges", policy().proxies().certificates(SPIFFE), other, "203.0.113.7", SPIFFE);
    certified(
        "a proof is still asked for",
        policy().certificates(SPIFFE).proof("X-Origin", FIRST_SECRET),
        other,
        "origin-proof",
        SPIFFE);
    certified("source peer", peer().certificates(SPIFFE), other, "192.0.2.1", SPIFFE);
    PolicyBuilder balanced = policy().certificates(SPIFFE).proxyProtocolFrom("10.0.9.0/24");
    announced("PROXY, then listed", balanced, "10.0.9.1", "203.0.113.7", SPIFFE);
    announced("PROXY, then unlisted", balanced, "10.0.9.1", "untrusted-peer", "a.example");
    announced("PROXY from anyone", balanced, "10.0.8.1", "proxy-untrusted-peer", SPIFFE);
  }

  private static Peer proxy() {
    return new Peer.Inet(ip("10.0.0.1"));
  }

  private void certified(
      String input, PolicyBuilder policy, Peer peer, String answer, String... names) {
    RequestOrigin origin =
        RequestOrigin.of(peer, headers(NAME + ":198.51.100.66, 203.0.113.7"))
            .withCertificate(Vector.of(names).map(CertificateName::new));
    rows.add(new Row("certificate, " + input, policy.resolver(), origin, answer));
  }

  /** Behind a balancer that announces the user of TLS at 192.0.2.1. */
  private void announced(
      String input, PolicyBuilder policy, String balancer, String answer, String... names) {
    RequestOrigin origin =
        new RequestOrigin(
            new Peer.Inet(ip(balancer)),
            Option.of(new ProxyHeader.Source(ip("192.0.2.1"), 1)),
            Vector.of(names).map(CertificateName::new),
            headers(NAME + ":198.51.100.66, 203.0.113.7"));
    rows.add(new Row("certificate, " + input, policy.resolver(), origin, answer));
  }

  private void hygiene() {
    String believed = NAME + ":203.0.113.7";
    PolicyBuilder proven = policy().proof("X-Origin", FIRST_SECRET);
    String proof = "X-Origin:" + FIRST_SECRET;
    String refused = "connection-nominates-source";
    for (String name : List.of(NAME, "Forwarded", "X-Real-IP", "x-REAL-ip")) {
      row("Connection: " + name, policy(), "10.0.0.1", refused, "Connection:" + name, believed);
    }
    String named = "Connection:close, \tCF-Connecting-IP ,x";
    row("Connection: own", header(Format.IP), "10.0.0.1", refused, named, "CF-Connecting-IP:x");
    row("Connection: other", policy(), "10.0.0.1", "203.0.113.7", named, believed);
    row("Connection: proof", proven, "10.0.0.1", refused, "Connection:x-origin", proof, believed);
    row("Connection: free", policy(), "10.0.0.1", "203.0.113.7", "Connection:x-origin", believed);
    row("Connection: second", policy(), "10.0.0.1", refused, "Connection:a", "Connection:" + NAME);
    row("Connection, no source", policy(), "10.0.0.1", refused, "Connection:" + NAME);
    row("Connection, direct", policy().direct(), "192.0.2.1", "192.0.2.1", "Connection:" + NAME);
    row("at the limits", small(), "10.0.0.1", "203.0.113.7", NAME + ":x", NAME + ":x,203.0.113.7");
    row("4 entries of 3", small(), "10.0.0.1", "too-many", NAME + ":x,x,x,203.0.113.7");
    row("3 lines of 2", small(), "10.0.0.1", "too-many", NAME + ":x", NAME + ":x", believed);
    String longest = " ".repeat(64 - "203.0.113.7".length()) + "203.0.113.7";
    row("64 bytes of 64", small(), "10.0.0.1", "203.0.113.7", NAME + ":" + longest);
    row("65 bytes of 64", small(), "10.0.0.1", "too-long", NAME + ": " + longest);
    row("joined, 65 of 64", small(), "10.0.0.1", "too-long", NAME + ":", NAME + ":" + longest);
    PolicyBuilder smallForwarded = small().source(new AddressSource.Forwarded());
    String element = "for=203.0.113.7";
    row("3 elements", smallForwarded, "10.0.0.1", "203.0.113.7", "Forwarded:,," + element);
    row("4 elements", smallForwarded, "10.0.0.1", "too-many", "Forwarded:,,," + element);
    row(
        "Forwarded, too long",
        smallForwarded,
        "10.0.0.1",
        "too-long",
        "Forwarded:" + longest + "x");
    PolicyBuilder smallHeader = header(Format.IP).limits(3, 64, 2);
    row("header, 64", smallHeader, "10.0.0.1", "203.0.113.7", "CF-Connecting-IP:" + longest);
    row("header, 65", smallHeader, "10.0.0.1", "too-long", "CF-Connecting-IP: " + longest);
  }

  private static PolicyBuilder small() {
    return policy().limits(3, 64, 2);
  }

  private void lists() {
    xff("203.0.113.7", "198.51.100.1", "203.0.113.7", "10.0.0.2");
    xff("203.0.113.7", "198.51.100.1, 203.0.113.7", "10.0.0.2,fd00::1");
    xff("empty-entry", "203.0.113.7, ,10.0.0.1");
    xff("empty-entry", "203.0.113.7,");
    xff("empty-entry", "203.0.113.7", "");
    xff("empty-entry", "");
    xff("empty-entry", ",10.0.0.2");
    xff("203.0.113.7", ",, ,203.0.113.7, 10.0.0.2");
    for (String bad : List.of("garbage", "client.example.com", "203.0.113.7;", "<script>", "-")) {
      xff("bad-entry", "198.51.100.1, " + bad + ", 10.0.0.2");
      xff("203.0.113.7", bad + ", 203.0.113.7, 10.0.0.2");
    }
    for (String hidden : List.of("unknown", "UnKnown", "_obf", "_", "unix:", "unix:/run/p.sock")) {
      xff("unidentified-entry", "198.51.100.1, " + hidden + ", 10.0.0.2");
      xff("203.0.113.7", hidden + ", 203.0.113.7, 10.0.0.2");
    }
    xff("unidentified-entry", "unknown:80");
    xff("bad-entry", "unknown1");
    xff("all-trusted", "10.0.0.3, 10.0.0.2");
    xff("all-trusted", "::ffff:10.0.0.3");
    for (String port : List.of("0", "1", "80", "00080", "65535")) {
      xff("203.0.113.7", "203.0.113.7:" + port + ", 10.0.0.2:" + port);
      xff("2001:db8::7", "[2001:db8::7]:" + port + ", [fd00::1]:" + port);
    }
    for (String port :
        List.of("", "+1", "-1", "65536", "99999", "000080", "8o", "0x50", "_x", "٨")) {
      xff("bad-port", "203.0.113.7:" + port + ", 10.0.0.2");
      xff("bad-port", "[2001:db8::7]:" + port);
    }
    xff("2001:db8::7:443", "2001:db8::7:443");
    xff("bad-entry", "2001:db8:0:0:0:0:0:7:443");
    for (String odd :
        List.of(
            "203.0.113.07",
            "0313.0.113.7",
            "00.0.0.1",
            "203.0.113",
            "203.0",
            "3405803783",
            "0xcb.0.113.7",
            "0xcb007107",
            "203.0.113.256",
            "203.0.113.1000",
            "203.0.113.7.",
            ".203.0.113.7",
            "203..113.7",
            "203.0.113.7.8",
            "２03.0.113.7",
            "203.0.113.٧",
            "203.0.113.7/32",
            "1.2.3.4a")) {
      xff("bad-entry", odd);
      xff("bad-entry", "203.0.113.7, " + odd + ", 10.0.0.2");
    }
    xff("bad-entry", "fe80::1%eth0");
    xff("bad-entry", "[fe80::1%25eth0]:80");
    xff("bad-entry", "fd00::1%1");
    xff("203.0.113.7", "::ffff:203.0.113.7");
    xff("203.0.113.7", "0:0:0:0:0:FFFF:CB00:7107, ::ffff:a00:2");
    xff("203.0.113.7", "[::ffff:203.0.113.7]:9");
    xff("bad-entry", "\"203.0.113.7\"");
    xff("bad-entry", "\"203.0.113.7, 10.0.0.2\"");
    xff("203.0.113.7", "\"198.51.100.1, 203.0.113.7");
    xff("203.0.113.7", "\t 203.0.113.7 \t,\t10.0.0.2 ");
    for (String odd :
        List.of("\u00a0", "\0", "\r", "\n", "\r\n", "\u000b", "\f", "\u2003", "\u200b")) {
      xff("bad-entry", odd + "203.0.113.7");
      xff("bad-entry", "203.0.113.7" + odd);
      xff("bad-entry", odd);
    }
    for (String brackets :
        List.of(
            "[203.0.113.7]",
            "[203.0.113.7]:80",
            "[2001:db8::7",
            "2001:db8::7]",
            "[]",
            "[",
            "]",
            "[]:80",
            "[:]",
            "[::",
            "[2001:db8::7]80",
            "[2001:db8::7]]",
            "[[2001:db8::7]]",
            "[ 2001:db8::7 ]",
            ":",
            ":80",
            ":::")) {
      xff("bad-entry", "198.51.100.1, " + brackets);
    }
  }

  private void forwardedElements() {
    forwarded("203.0.113.7", "for=203.0.113.7");
    forwarded("203.0.113.7", "FOR=203.0.113.7;proto=https;by=10.0.0.1");
    forwarded("203.0.113.7", "For=\"203.0.113.7:80\", for=10.0.0.2", "for=\"[fd00::1]:8080\"");
    forwarded("2001:db8::7", "for=\"[2001:DB8::7]\"");
    forwarded("203.0.113.7", "for=\"[::ffff:203.0.113.7]:1\", for=\"[::ffff:a00:2]\"");
    // a syntax error anywhere
    for (String wrong :
        List.of(
            "for",
            "for=",
            "for =a",
            "for= a",
            "for=a b",
            "for=a ;by=b",
            "=a",
            "for=\"a",
            "for=\"a\\",
            "for=\"a\\\"",
            "for=\"a\"b",
            "for=a\"b\"",
            "\"",
            "a",
            "for=a;for=b",
            "for=a;FOR=a",
            "x=1;X=2",
            "for=[2001:db8::7]",
            "for=203.0.113.7:80",
            "for=\"\0\"",
            "for=\"\0",
            "for=\"\n",
            "for=\"\n\"",
            "for=\"\\\n\"",
            "for=\"\u007f\"",
            "for\u00e4=a",
            "for=\u00e4",
            "for=a\u00a0",
            "{}",
            "for=(a)",
            "for=a/b",
            "for==a",
            "for=a;b",
            ";b")) {
      forwarded("forwarded-syntax", wrong);
      forwarded("forwarded-syntax", wrong + ", for=203.0.113.7, for=10.0.0.2");
      forwarded("forwarded-syntax", wrong, "for=\"[2001:db8::7]\"", "for=\"[fd00::1]\"");
      forwarded("forwarded-syntax", "for=203.0.113.7, " + wrong);
    }
    // an attacker's open quote, and what an honest proxy appends to it
    forwarded("forwarded-syntax", "for=\"198.51.100.1, for=203.0.113.7, for=\"[fd00::1]\"");
    forwarded("forwarded-syntax", "for=\"x\\, for=\"[2001:db8::7]\"");
    forwarded("203.0.113.7", "for=\"198.51.100.1, for=10.0.0.9\", for=203.0.113.7");
    forwarded("bad-entry", "for=203.0.113.7, for=\"198.51.100.1", "for=10.0.0.9\"");
    // what is there counts, what is unknown does not, and blanks stand where they may
    forwarded("203.0.113.7", "for=203.0.113.7; by=x;\tproto=y");
    forwarded("203.0.113.7", ";;for=203.0.113.7;;by=x;; ;");
    forwarded("203.0.113.7", " \tfor=203.0.113.7 \t, \tfor=10.0.0.2 \t");
    forwarded("203.0.113.7", "secret=x;for=203.0.113.7;!#$%&'*+-.^_`|~=~");
    forwarded("203.0.113.7", "for=\"2\\03.\\0.113\\.7\"");
    forwarded("203.0.113.7", "for=203.0.113.7;x=\"\u00e4, ; \\\" \t =\"");
    forwarded("203.0.113.7", "for=203.0.113.7;x=\"\"");
    forwarded("203.0.113.7", "az=1;AZ2=az;09=AZ;zZ=09;for=203.0.113.7");
    for (String empty :
        List.of("", ",", "for=203.0.113.7,", "for=203.0.113.7, ,for=10.0.0.2", "by=203.0.113.7")) {
      forwarded("empty-entry", empty);
    }
    forwarded("empty-entry", "for=203.0.113.7", "");
    forwarded("empty-entry", "for=203.0.113.7, proto=https, for=10.0.0.2");
    forwarded("203.0.113.7", ", proto=https, for=203.0.113.7");
    // nodes
    forwarded("bad-entry", "for=\"2001:db8::7\"");
    forwarded("bad-entry", "for=\"[203.0.113.7]\"");
    forwarded("bad-entry", "for=\"[203.0.113.7]:80\"");
    forwarded("bad-entry", "for=\"\"");
    forwarded("bad-entry", "for=\" 203.0.113.7\"");
    forwarded("bad-entry", "for=\"203.0.113.7, 10.0.0.2\"");
    forwarded("bad-entry", "for=\"[fe80::1%eth0]\"");
    forwarded("bad-entry", "for=203.0.113.07, for=10.0.0.2");
    forwarded("bad-entry", "for=client.example.com");
    forwarded("203.0.113.7", "for=garbage, for=203.0.113.7, for=10.0.0.2");
    forwarded("unidentified-entry", "for=Unknown");
    forwarded("unidentified-entry", "for=_obf, for=10.0.0.2");
    forwarded("unidentified-entry", "for=\"_obf:_port\"");
    forwarded("unidentified-entry", "for=\"unix:/run/p.sock\"");
    forwarded("203.0.113.7", "for=\"203.0.113.7:_x\", for=\"[fd00::1]:_A-z.0_9\"");
    for (String port :
        List.of("", "_", "_x!", "_ä", "_/", "_:", "_@", "_[", "_`", "_{", "+1", "65536", "x_")) {
      if (!port.contains(":")) {
        forwarded("bad-port", "for=\"203.0.113.7:" + port + "\"");
      }
      forwarded("bad-port", "for=\"[2001:db8::7]:" + port + "\"");
    }
    forwarded("all-trusted", "for=10.0.0.2, for=\"[fd00::1]\"");
  }

  private void hops() {
    PolicyBuilder alone = policy().proxies(IpRangeSet.EMPTY).peers("10.0.0.1").hops(2);
    row("hops 2 of 2", alone, "10.0.0.1", "203.0.113.7", NAME + ":203.0.113.7, 192.0.2.1");
    row("hops 2 of 3", alone, "10.0.0.1", "203.0.113.7", NAME + ":x, 203.0.113.7, 192.0.2.1");
    row("hops 2 of 1", alone, "10.0.0.1", "too-few-hops", NAME + ":203.0.113.7");
    row(
        "hops, a hop hides",
        alone,
        "10.0.0.1",
        "unidentified-entry",
        NAME + ":203.0.113.7, unknown");
    row("hops, a hop is empty", alone, "10.0.0.1", "empty-entry", NAME + ":203.0.113.7,");
    row("hops, the client is bad", alone, "10.0.0.1", "bad-entry", NAME + ":x, 192.0.2.1");
    row("hops, other peer", alone, "10.0.0.2", "untrusted-peer", NAME + ":203.0.113.7, 192.0.2.1");
    row(
        "hops, no peers at all",
        policy().proxies(IpRangeSet.EMPTY).hops(1),
        "10.0.0.1",
        "untrusted-peer",
        NAME + ":203.0.113.7");
    PolicyBuilder both = policy().hops(2);
    row(
        "both agree",
        both,
        "10.0.0.1",
        "203.0.113.7",
        NAME + ":198.51.100.1, 203.0.113.7, 10.0.0.2");
    row(
        "both, too short",
        both,
        "10.0.0.1",
        "hop-not-trusted",
        NAME + ":198.51.100.1, 203.0.113.7");
    row(
        "both, too long",
        both,
        "10.0.0.1",
        "all-trusted",
        NAME + ":203.0.113.7, 10.0.0.3, 10.0.0.2");
    row("both, too few", both, "10.0.0.1", "too-few-hops", NAME + ":10.0.0.2");
    PolicyBuilder standard = policy().hops(2).source(new AddressSource.Forwarded());
    row(
        "Forwarded hops",
        standard,
        "10.0.0.1",
        "203.0.113.7",
        "Forwarded:for=203.0.113.7, for=10.0.0.2");
    row("Forwarded hops, short", standard, "10.0.0.1", "too-few-hops", "Forwarded:for=10.0.0.2");
    row(
        "Forwarded, open",
        standard,
        "10.0.0.1",
        "hop-not-trusted",
        "Forwarded:for=203.0.113.7, for=192.0.2.1");
  }

  private void results() {
    for (String none :
        List.of(
            "0.0.0.0",
            "::",
            "255.255.255.255",
            "224.0.0.1",
            "239.1.2.3",
            "ff02::1",
            "::ffff:0:0")) {
      xff("not-a-host", none);
      row(none + " allowed", allowingAll(), "10.0.0.1", "not-a-host", NAME + ":" + none);
    }
    for (String future : List.of("240.0.0.0", "254.1.2.3", "255.255.255.254")) {
      xff("reserved-result", future);
      row(future + " allowed", allowingAll(), "10.0.0.1", "reserved-result", NAME + ":" + future);
    }
    for (String reserved :
        List.of(
            "0.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "127.0.0.1",
            "169.254.0.1",
            "100.64.0.1",
            "192.0.0.1",
            "192.31.196.1",
            "192.52.193.1",
            "192.88.99.1",
            "192.175.48.1",
            "198.18.0.1",
            "::1",
            "64:ff9b:1::1",
            "100::1",
            "2001:2::1",
            "2001:1ff::1",
            "2620:4f:8000::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fe80::1",
            "fec0::1")) {
      xff("reserved-result", reserved);
      xff("reserved-result", "198.51.100.1, " + reserved + ", 10.0.0.2");
      row(reserved + " allowed", allowingAll(), "10.0.0.1", reserved, NAME + ":" + reserved);
      row(reserved + " listed", allowing(reserved), "10.0.0.1", reserved, NAME + ":" + reserved);
    }
    PolicyBuilder strict = policy().privateResult(new PrivateResult.Reject());
    for (String documentation :
        List.of("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1")) {
      row(
          documentation + " by default",
          strict,
          "10.0.0.1",
          "reserved-result",
          NAME + ":" + documentation);
    }
    row(
        "not listed",
        allowing("192.168.0.0/16"),
        "10.0.0.1",
        "reserved-result",
        NAME + ":172.16.0.1");
    xff("::cb00:7107", "::203.0.113.7");
    xff("64:ff9b::a00:2", "64:ff9b::10.0.0.2");
    xff("2002:a00:2::", "2002:a00:2::");
    xff("2001:0:a00:2::1", "2001:0:a00:2::1");
    PolicyBuilder own = policy().self("203.0.113.0/28", "2001:db8:5e1f::/48");
    row(
        "own address",
        own,
        "10.0.0.1",
        "self-address",
        NAME + ":198.51.100.1, ::ffff:203.0.113.15");
    row("own address, v6", own, "10.0.0.1", "self-address", NAME + ":2001:db8:5e1f::1");
    row("next to own", own, "10.0.0.1", "203.0.113.16", NAME + ":203.0.113.16");
  }

  private static PolicyBuilder allowingAll() {
    return policy().proxies("10.0.0.0/8").privateResult(new PrivateResult.Allow());
  }

  private static PolicyBuilder allowing(String range) {
    return policy()
        .proxies("10.0.0.0/8")
        .privateResult(new PrivateResult.AllowOnly(IpRangeSet.of(ranges(range))));
  }

  private void singleHeaders() {
    for (Format format : List.of(Format.IP, Format.IP_OPTIONAL_PORT)) {
      single(format, "203.0.113.7", "203.0.113.7");
      single(format, " \t2001:DB8::7\t ", "2001:db8::7");
      single(format, "::ffff:203.0.113.7", "203.0.113.7");
      single(format, "2001:db8::7:443", "2001:db8::7:443");
    }
    single(Format.IP, "203.0.113.7:80", "bad-entry");
    single(Format.IP, "[2001:db8::7]", "bad-entry");
    single(Format.IP_OPTIONAL_PORT, "203.0.113.7:80", "203.0.113.7");
    single(Format.IP_OPTIONAL_PORT, "[2001:db8::7]", "2001:db8::7");
    single(Format.IP_OPTIONAL_PORT, "[2001:db8::7]:80", "2001:db8::7");
    single(Format.IP_OPTIONAL_PORT, "203.0.113.7:x", "bad-port");
    single(Format.IP_COLON_PORT, "203.0.113.7:80", "203.0.113.7");
    single(Format.IP_COLON_PORT, "2001:db8::7:443", "2001:db8::7");
    single(Format.IP_COLON_PORT, " ::ffff:203.0.113.7:443 ", "203.0.113.7");
    single(Format.IP_COLON_PORT, "203.0.113.7", "bad-port");
    single(Format.IP_COLON_PORT, "203.0.113.7:", "bad-port");
    single(Format.IP_COLON_PORT, "203.0.113.7:65536", "bad-port");
    single(Format.IP_COLON_PORT, "[2001:db8::7]:443", "bad-entry");
    single(Format.IP_COLON_PORT, ":443", "bad-entry");
    single(Format.IP_COLON_PORT, "::443", "bad-entry");
    single(Format.IP_COLON_PORT, ":::443", "not-a-host");
    for (Format format : Format.values()) {
      single(format, "", "empty-entry");
      single(format, " \t", "empty-entry");
      single(format, "203.0.113.7:1, 203.0.113.8:1", "not-single");
      single(format, ",", "not-single");
      row(
          format + " twice",
          header(format),
          "10.0.0.1",
          "duplicate-header",
          "CF-Connecting-IP:203.0.113.7:1",
          "cf-connecting-ip:203.0.113.7:1");
    }
    for (Format format : List.of(Format.IP, Format.IP_OPTIONAL_PORT)) {
      single(format, "10.0.0.9", "all-trusted");
      single(format, "unknown", "unidentified-entry");
      single(format, "203.0.113.07", "bad-entry");
      single(format, "\"203.0.113.7\"", "bad-entry");
      single(format, "203.0.113.7\u00a0", "bad-entry");
      single(format, "192.168.1.1", "reserved-result");
      single(format, "242.1.2.3", "reserved-result");
    }
  }

  private void proofs() {
    PolicyBuilder proven = policy().proof("X-Origin", FIRST_SECRET, SECOND_SECRET);
    String believed = NAME + ":203.0.113.7";
    row("first secret", proven, "10.0.0.1", "203.0.113.7", "x-origin:" + FIRST_SECRET, believed);
    row("second secret", proven, "10.0.0.1", "203.0.113.7", "X-Origin:" + SECOND_SECRET, believed);
    row("no secret", proven, "10.0.0.1", "origin-proof", believed);
    for (String wrong :
        List.of(
            "",
            "x",
            FIRST_SECRET + "x",
            FIRST_SECRET.substring(1),
            FIRST_SECRET + FIRST_SECRET,
            FIRST_SECRET + "," + SECOND_SECRET,
            FIRST_SECRET.replace('f', 'F'),
            "first-secret-of-17")) {
      row(
          "wrong secret " + wrong,
          proven,
          "10.0.0.1",
          "origin-proof",
          "X-Origin:" + wrong,
          believed);
    }
    row(
        "both secrets",
        proven,
        "10.0.0.1",
        "origin-proof",
        "X-Origin:" + FIRST_SECRET,
        "X-Origin:" + SECOND_SECRET,
        believed);
    row(
        "secret, untrusted peer",
        proven,
        "192.0.2.1",
        "untrusted-peer",
        "X-Origin:" + FIRST_SECRET,
        believed);
    row("secret, no source", proven, "10.0.0.1", "source-missing", "X-Origin:" + FIRST_SECRET);
    row("no secret, unix", proven.unixTrusted(), new Peer.Unix(), "origin-proof", believed);
    row(
        "no secrets are set",
        policy().proof("X-Origin"),
        "10.0.0.1",
        "origin-proof",
        "X-Origin:",
        believed);
  }

  private void conflicts() {
    String believed = NAME + ":203.0.113.7";
    PolicyBuilder strict = policy().refusingConflicts();
    for (String other :
        List.of(
            "Forwarded:for=198.51.100.1",
            "X-Real-IP:198.51.100.1",
            "Forwarded:for=203.0.113.7;",
            "X-Real-IP:203.0.113.7")) {
      boolean agrees = other.contains("203.0.113.7");
      row(other + " noted", policy(), "10.0.0.1", "203.0.113.7", other, believed);
      row(
          other + " counts",
          strict,
          "10.0.0.1",
          agrees ? "203.0.113.7" : "conflict",
          other,
          believed);
    }
    row("Forwarded broken", strict, "10.0.0.1", "conflict", "Forwarded:\"", believed);
    row("Forwarded empty", strict, "10.0.0.1", "conflict", "Forwarded:", believed);
    row(
        "X-Real-IP twice",
        strict,
        "10.0.0.1",
        "conflict",
        "X-Real-IP:203.0.113.7",
        "X-Real-IP:203.0.113.7",
        believed);
    row("X-Real-IP port", strict, "10.0.0.1", "203.0.113.7", "X-Real-IP:203.0.113.7:80", believed);
    row("a proxy in X-Real-IP", strict, "10.0.0.1", "conflict", "X-Real-IP:10.0.0.1", believed);
    row(
        "one agrees, one not",
        strict,
        "10.0.0.1",
        "conflict",
        "X-Real-IP:203.0.113.7",
        "Forwarded:for=192.0.2.1",
        believed);
    row("none other", strict, "10.0.0.1", "203.0.113.7", believed);
    row("rejected anyway", strict, "10.0.0.1", "bad-entry", "X-Real-IP:203.0.113.7", NAME + ":x");
    PolicyBuilder standard = PolicyBuilder.forwarded().refusingConflicts();
    row(
        "Forwarded, xff differs",
        standard,
        "10.0.0.1",
        "conflict",
        "Forwarded:for=203.0.113.7",
        NAME + ":192.0.2.1");
    row(
        "Forwarded, xff agrees",
        standard,
        "10.0.0.1",
        "203.0.113.7",
        "Forwarded:for=203.0.113.7",
        NAME + ":x, 203.0.113.7, 10.0.0.2");
    PolicyBuilder real =
        reading(new AddressSource.SingleHeader("x-real-ip", Format.IP)).refusingConflicts();
    row("X-Real-IP itself", real, "10.0.0.1", "203.0.113.7", "X-Real-IP:203.0.113.7");
    row(
        "X-Real-IP, xff differs",
        real,
        "10.0.0.1",
        "conflict",
        "X-Real-IP:203.0.113.7",
        NAME + ":192.0.2.1");
    PolicyBuilder cloud = header(Format.IP).refusingConflicts();
    row(
        "single, X-Real-IP differs",
        cloud,
        "10.0.0.1",
        "conflict",
        "CF-Connecting-IP:203.0.113.7",
        "X-Real-IP:192.0.2.1");
    row(
        "direct, not compared",
        strict.direct(),
        "192.0.2.1",
        "192.0.2.1",
        believed,
        "Forwarded:\"");
  }

  private void proxied(
      String input,
      PolicyBuilder policy,
      Peer peer,
      Option<ProxyHeader> header,
      String answer,
      String... lines) {
    rows.add(
        new Row(
            "PROXY " + input,
            policy.resolver(),
            new RequestOrigin(peer, header, headers(lines)),
            answer));
  }

  private void proxyProtocol() {
    String spoofed = NAME + ":198.51.100.1";
    Peer balancer = new Peer.Inet(ip("10.0.9.1"));
    Option<ProxyHeader> user = Option.of(new ProxyHeader.Source(ip("203.0.113.7"), 4711));
    Option<ProxyHeader> proxy = Option.of(new ProxyHeader.Source(ip("10.0.0.2"), 4711));
    Option<ProxyHeader> loopback = Option.of(new ProxyHeader.Source(ip("::1"), 0));
    Option<ProxyHeader> local = Option.of(new ProxyHeader.NoAddress());
    PolicyBuilder only =
        reading(new AddressSource.ProxyProtocol()).proxyProtocolFrom("10.0.9.0/24");
    proxied("source", only, balancer, user, "203.0.113.7", spoofed);
    proxied(
        "source, odd headers", only, balancer, user, "203.0.113.7", spoofed, "Connection:" + NAME);
    proxied("source is a proxy", only, balancer, proxy, "all-trusted", spoofed);
    proxied("source is loopback", only, balancer, loopback, "reserved-result", spoofed);
    proxied("LOCAL", only, balancer, local, "proxy-no-address", spoofed);
    proxied("missing", only, balancer, Option.none(), "proxy-no-address", spoofed);
    proxied(
        "other peer", only, new Peer.Inet(ip("10.0.8.1")), user, "proxy-untrusted-peer", spoofed);
    proxied("no peer", only, new Peer.Unknown(), user, "proxy-untrusted-peer", spoofed);
    proxied("unix peer", only, new Peer.Unix(), user, "proxy-untrusted-peer", spoofed);
    proxied(
        "other peer, direct",
        only.direct(),
        new Peer.Inet(ip("192.0.2.1")),
        user,
        "proxy-untrusted-peer");
    PolicyBuilder unix =
        reading(new AddressSource.ProxyProtocol()).proxyProtocolFrom().unixTrusted();
    proxied("unix trusted", unix, new Peer.Unix(), user, "203.0.113.7", spoofed);
    PolicyBuilder list = policy().proxyProtocolFrom("10.0.9.0/24");
    proxied("then the list", list, balancer, proxy, "198.51.100.1", spoofed);
    proxied("then no list", list, balancer, proxy, "source-missing");
    proxied("then an untrusted peer", list, balancer, user, "untrusted-peer", spoofed);
    proxied("then direct", list.direct(), balancer, user, "203.0.113.7", spoofed);
    proxied("LOCAL, then the list", list, balancer, local, "proxy-no-address", spoofed);
    proxied(
        "then source peer",
        peer().proxyProtocolFrom("10.0.9.1"),
        balancer,
        user,
        "203.0.113.7",
        spoofed);
    proxied("not required", policy(), balancer, user, "198.51.100.1", spoofed);
    proxied(
        "not required, source",
        reading(new AddressSource.ProxyProtocol()),
        balancer,
        user,
        "proxy-no-address",
        spoofed);
  }
}
