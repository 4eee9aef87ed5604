package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ranges;
import static dev.portcullis.domain.address.PolicyBuilder.policy;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressSource.Format;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ProxyProtocol.Reading;
import dev.portcullis.domain.address.ProxyProtocol.Version;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One attack after the other: a user behind honest proxies, who writes anything into the header
 * that the proxies append to. The expected result is known from the way that the request took, and
 * not from the header. The addresses are the JDK's, the grammar of Forwarded is a regular
 * expression; nothing of it is the implementation's.
 *
 * <p>For one thread; the number of an attack says all about it.
 */
final class Attack {

  private static final String[] PROXY_RANGES = {"10.0.0.0/8", "104.16.0.0/13", "2001:db8:1::/48"};
  private static final int MOST_HOPS = 5;
  private static final int MOST_ENTRIES = 20;
  private static final int MOST_BYTES = 4096;
  private static final int MOST_LINES = 8;

  private static final Host[] PROXIES = {
    host("10.0.0.1"),
    host("10.255.255.255"),
    host("104.16.0.0"),
    host("104.23.255.255"),
    host("2001:db8:1::1"),
    host("2001:db8:1:ffff:ffff:ffff:ffff:ffff"),
  };

  /** Users at the edges, and what their addresses come to. */
  private static final Host[] USERS = {
    host("9.255.255.255"),
    host("11.0.0.0"),
    host("104.15.255.255"),
    host("104.24.0.0"),
    host("192.168.7.7"),
    host("1.1.1.1"),
    host("223.255.255.255"),
    host("::a00:1"),
    host("64:ff9b::a00:1"),
    host("2002:a00:1::"),
    host("2001:0:a00:1::1"),
    host("2606:4700::1111"),
    host("2a02::ffff:10.0.0.1"),
    host("::ffff:0:10.0.0.1"),
    host("172.16.0.1", RejectionReason.RESERVED_RESULT),
    host("127.0.0.1", RejectionReason.RESERVED_RESULT),
    host("240.9.9.9", RejectionReason.RESERVED_RESULT),
    host("::1", RejectionReason.RESERVED_RESULT),
    host("fe80::1", RejectionReason.RESERVED_RESULT),
    host("2001:db8:0:ffff:ffff:ffff:ffff:ffff", RejectionReason.RESERVED_RESULT),
    host("2001:db8:2::", RejectionReason.RESERVED_RESULT),
    host("0.0.0.0", RejectionReason.NOT_A_HOST),
    host("224.0.0.5", RejectionReason.NOT_A_HOST),
    host("255.255.255.255", RejectionReason.NOT_A_HOST),
    host("ff02::1", RejectionReason.NOT_A_HOST),
    host("198.100.0.9", RejectionReason.SELF_ADDRESS),
  };

  private static final String[] PIECES = {
    "10.0.0.1",
    "104.16.0.1",
    "2001:db8:1::1",
    "::ffff:10.0.0.1",
    "8.8.8.8",
    "2606:4700::1111",
    "127.0.0.1",
    "0.0.0.0",
    "unknown",
    "_x",
    "10.0.0.1:80",
    "[2001:db8:1::1]:80",
    "for=10.0.0.1",
    "for=8.8.8.8",
    "for=\"[2001:db8:1::1]\"",
    "for=\"8.8.8.8:80\"",
    "for=",
    "for=\"",
    "FOR=\"",
    "by=",
    ";by=x",
    ";for=9.9.9.9",
    "proto=https",
    ",",
    ", ",
    " ,",
    ",,",
    ";",
    " ",
    "\t",
    "\"",
    "\"",
    "\\",
    "\\\"",
    "\",",
    "\", ",
    "=",
    ":",
    "::",
    "[",
    "]",
    ".",
    "%",
    "%25",
    "%2c",
    "%eth0",
    "\0",
    "\r\n",
    "\u00a0",
    "\uff0c",
    "X-Forwarded-For: 8.8.8.8",
    "\r\nForwarded: for=8.8.8.8",
    "PROXY TCP4 8.8.8.8 10.0.0.1 1 2\r\n",
  };

  private static final String[] ELEMENTS = {
    "for=8.8.8.8", "for=10.0.0.1", "For=\"[2001:db8:1::1]:80\"", "for=\"8.8.8.8\"", "for=unknown",
    "for=_x;proto=http", "proto=https", "", ";", "for=8.8.8.8;;by=x; host=\"a, for=9.9.9.9\"",
    "x=\"\\\"\";for=8.8.8.8", "by=\"\"", "for=garbage", "a=1; b=2;c=3", "x=\"for=8.8.8.8, for=\\\"",
    "for=8.8.8.8;for=9.9.9.9", "a=b;A=c", "x=\"\\\\\"", "for=\"\\8.8.8.8\"", "for=8.8.8.8 ",
  };

  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]++";
  private static final String PLAIN = "[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\uffff]*+";
  private static final String QUOTED =
      "\"" + PLAIN + "(?:\\\\[\\t\\x20-\\x7e\\x80-\\uffff]" + PLAIN + ")*+\"";
  private static final String PAIR = "(" + TOKEN + ")=(?:" + TOKEN + "|" + QUOTED + ")";
  private static final String ELEMENT = "(?:" + PAIR + ")?+(?:;[\\t ]*+(?:" + PAIR + ")?+)*+";
  private static final Pattern LIST =
      Pattern.compile("[\\t ]*+" + ELEMENT + "[\\t ]*+(?:,[\\t ]*+" + ELEMENT + "[\\t ]*+)*+");
  private static final Pattern PAIR_OR_COMMA = Pattern.compile(PAIR + "|,");

  private static final Set<Version> BOTH = HashSet.of(Version.V1, Version.V2);
  private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

  /** By source (XFF, Forwarded), conflicts (noted, refused) and mode: ranges, hops, both. */
  private final AddressResolver[][][] lists = new AddressResolver[2][2][1 + 2 * MOST_HOPS];

  private final AddressResolver[] singles;
  private final AddressResolver[] behindBalancers;
  private final AddressResolver direct;
  private final Map<RejectionReason, long[]> rejections = new EnumMap<>(RejectionReason.class);
  private long resolved;

  private SplittableRandom random = new SplittableRandom(0);
  private final StringBuilder text = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private final Headers headers = new Headers();

  /** An address as the JDK knows it, and what it comes to as a user's; null is itself. */
  private record Host(
      IpAddress address, boolean v4, List<String> spellings, @Nullable RejectionReason reason) {}

  /** What a request has in its headers. */
  private static final class Headers implements HeaderLines {

    private Seq<String> xff = Vector.empty();
    private Seq<String> forwarded = Vector.empty();
    private Seq<String> single = Vector.empty();
    private Seq<String> realIp = Vector.empty();
    private Seq<String> connection = Vector.empty();
    private String forged = "";

    @Override
    public Seq<String> named(String name) {
      return switch (name) {
        case "X-Forwarded-For" -> xff;
        case "Forwarded" -> forwarded;
        case "True-Client-IP" -> single;
        case "X-Real-IP" -> realIp;
        case "Connection" -> connection;
        // Whatever else anybody asks for is the attacker's.
        default -> Vector.of(forged);
      };
    }

    boolean hasOthers(boolean sourceIsXff) {
      return (!sourceIsXff && !xff.isEmpty())
          || (sourceIsXff && !forwarded.isEmpty())
          || !realIp.isEmpty();
    }

    @Override
    public String toString() {
      return "xff="
          + xff
          + " forwarded="
          + forwarded
          + " single="
          + single
          + " realIp="
          + realIp
          + " connection="
          + connection;
    }
  }

  Attack() {
    for (int conflicts = 0; conflicts < 2; conflicts++) {
      for (int mode = 0; mode < lists[0][0].length; mode++) {
        lists[0][conflicts][mode] = list(new AddressSource.XForwardedFor(), conflicts, mode);
        lists[1][conflicts][mode] = list(new AddressSource.Forwarded(), conflicts, mode);
      }
    }
    singles =
        Vector.of(Format.values())
            .map(
                format -> base(new AddressSource.SingleHeader("True-Client-IP", format)).resolver())
            .toJavaArray(AddressResolver[]::new);
    behindBalancers =
        Vector.of(
                new AddressSource.ProxyProtocol(),
                new AddressSource.XForwardedFor(),
                new AddressSource.Forwarded())
            .map(source -> base(source).proxyProtocolFrom("10.9.9.0/24").resolver())
            .toJavaArray(AddressResolver[]::new);
    direct = base(new AddressSource.XForwardedFor()).direct().resolver();
  }

  private static PolicyBuilder base(AddressSource source) {
    return policy()
        .source(source)
        .proxies(PROXY_RANGES)
        .privateResult(new PrivateResult.AllowOnly(IpRangeSet.of(ranges("192.168.0.0/16"))))
        .self("198.100.0.0/24");
  }

  private static AddressResolver list(AddressSource source, int conflicts, int mode) {
    PolicyBuilder policy = base(source);
    if (conflicts == 1) {
      policy.refusingConflicts();
    }
    if (mode > MOST_HOPS) {
      policy.hops(mode - MOST_HOPS);
    } else if (mode > 0) {
      policy.hops(mode).proxies(IpRangeSet.EMPTY).peers(PROXY_RANGES);
    }
    return policy.resolver();
  }

  /** How often an address was told; each time it was the true one. */
  long resolved() {
    return resolved;
  }

  /** How often each reason was given. */
  Map<RejectionReason, long[]> rejections() {
    return rejections;
  }

  /**
   * Attacks once.
   *
   * @throws AssertionError if anything else comes out than has to
   */
  void run(long number) {
    random = new SplittableRandom(number);
    int kind = random.nextInt(20);
    if (kind < 9) {
      attackList(true);
    } else if (kind < 17) {
      attackList(false);
    } else if (kind == 17) {
      attackSingle();
    } else if (kind == 18) {
      attackBalancer();
    } else {
      attackDirectly();
    }
  }

  // Lists: a chain of proxies, each of which appends who called it.

  private void attackList(boolean xff) {
    int hops = 1 + random.nextInt(MOST_HOPS);
    // Hops alone are only right where they are the true number; with ranges any number is safe.
    int choice = random.nextInt(3);
    int mode = choice == 0 ? 0 : choice == 1 ? hops : MOST_HOPS + 1 + random.nextInt(MOST_HOPS);
    Host user = user();
    Host peer = peerOfChain(hops);
    RejectionReason expected = writeChain(xff, hops, mode, user);
    others(xff);
    int conflicts = random.nextInt(2);
    boolean mayConflict = conflicts == 1 && headers.hasOthers(xff);
    AddressResolver resolver = lists[xff ? 0 : 1][conflicts][mode];
    check(
        resolver,
        RequestOrigin.of(new Peer.Inet(peer.address), headers),
        user,
        nominates() ? RejectionReason.CONNECTION_NOMINATES_SOURCE : expected,
        mayConflict);
  }

  private final Host[] chain = new Host[MOST_HOPS];

  /** Draws the proxies, the one next to the user first, and returns the last. */
  private Host peerOfChain(int hops) {
    for (int i = 0; i < hops; i++) {
      chain[i] = PROXIES[random.nextInt(PROXIES.length)];
    }
    return chain[hops - 1];
  }

  /**
   * Lets the attacker write and each proxy append, and says what the header has to come to: null is
   * the user's address.
   */
  private @Nullable RejectionReason writeChain(boolean xff, int hops, int mode, Host user) {
    lines.clear();
    boolean attacked = random.nextInt(16) > 0;
    if (attacked) {
      writeForged(xff);
    }
    String forged = String.join(",", lines);
    boolean any = !lines.isEmpty();
    // What the proxies wrote, from the right: null is an address, else why there is none.
    @Nullable RejectionReason[] faults = new @Nullable RejectionReason[hops];
    Host caller = user;
    for (int i = 0; i < hops; i++) {
      text.setLength(0);
      faults[hops - 1 - i] = xff ? writeEntry(caller) : writeElement(caller);
      append(text.toString());
      caller = chain[i];
    }
    Vector<String> all = Vector.ofAll(lines);
    headers.xff = xff ? all : Vector.empty();
    headers.forwarded = xff ? Vector.empty() : all;

    int length = all.size() - 1;
    for (String line : lines) {
      length += line.length();
    }
    if (all.size() > MOST_LINES) {
      return RejectionReason.TOO_MANY;
    }
    if (length > MOST_BYTES) {
      return RejectionReason.TOO_LONG;
    }
    int entries = xff ? commas(forged) : elements(forged);
    if (entries < 0) {
      return RejectionReason.FORWARDED_SYNTAX;
    }
    if ((any ? entries + 1 : 0) + hops > MOST_ENTRIES) {
      return RejectionReason.TOO_MANY;
    }
    return walk(hops, mode, faults, user);
  }

  /** From the gateway towards the user, over what the proxies wrote. */
  private static @Nullable RejectionReason walk(
      int hops, int mode, @Nullable RejectionReason[] faults, Host user) {
    int counted = mode == 0 ? Integer.MAX_VALUE : mode <= MOST_HOPS ? mode : mode - MOST_HOPS;
    boolean ranges = mode == 0 || mode > MOST_HOPS;
    for (int hop = 1; hop <= hops; hop++) {
      if (faults[hop - 1] != null) {
        return faults[hop - 1];
      }
      boolean isUser = hop == hops;
      if (hop == counted || (mode == 0 && isUser)) {
        return isUser ? user.reason : RejectionReason.ALL_TRUSTED;
      }
      if (isUser && ranges) {
        return RejectionReason.HOP_NOT_TRUSTED;
      }
    }
    throw new AssertionError("The walk goes on into what the attacker wrote.");
  }

  private void append(String entry) {
    int way = random.nextInt(8);
    if (lines.isEmpty() || way == 0) {
      lines.add(entry);
      return;
    }
    if (way == 1) {
      String joined = String.join(", ", lines);
      lines.clear();
      lines.add(joined);
    }
    String separator = way < 5 ? ", " : way == 5 ? "," : way == 6 ? " ,\t" : ",  ";
    int last = lines.size() - 1;
    lines.set(last, lines.get(last) + separator + entry);
  }

  /** An honest entry of X-Forwarded-For. */
  private @Nullable RejectionReason writeEntry(Host caller) {
    int way = random.nextInt(64);
    String spelling = spelling(caller);
    if (way == 0) {
      text.append("unknown");
      return RejectionReason.UNIDENTIFIED_ENTRY;
    } else if (way == 1) {
      return RejectionReason.EMPTY_ENTRY;
    } else if (way == 2) {
      text.append("proxy.example.com");
      return RejectionReason.BAD_ENTRY;
    } else if (way < 16) {
      boolean brackets = spelling.indexOf(':') >= 0;
      text.append(brackets ? "[" : "").append(spelling).append(brackets ? "]:" : ":");
      text.append(random.nextInt(65_536));
    } else if (way < 18 && spelling.indexOf(':') >= 0) {
      text.append('[').append(spelling).append(']');
    } else {
      text.append(spelling);
    }
    return null;
  }

  /** An honest element of Forwarded. */
  private @Nullable RejectionReason writeElement(Host caller) {
    int way = random.nextInt(64);
    if (way < 8) {
      text.append("proto=https; ");
    }
    RejectionReason fault = null;
    if (way == 9) {
      text.append("for=unknown");
      fault = RejectionReason.UNIDENTIFIED_ENTRY;
    } else if (way == 10) {
      text.append("by=10.0.0.1");
      fault = RejectionReason.EMPTY_ENTRY;
    } else if (way == 11) {
      text.append("for=proxy.example.com");
      fault = RejectionReason.BAD_ENTRY;
    } else {
      String spelling = spelling(caller);
      boolean v6 = spelling.indexOf(':') >= 0;
      boolean port = way > 48;
      boolean quoted = v6 || port || way > 44;
      text.append(way % 2 == 0 ? "for=" : "For=").append(quoted ? "\"" : "").append(v6 ? "[" : "");
      text.append(spelling).append(v6 ? "]" : "");
      if (port) {
        text.append(way > 60 ? ":_Hidden-1" : ":4711");
      }
      text.append(quoted ? "\"" : "");
    }
    if (way % 8 == 3) {
      text.append(";host=\"www.example.com, x\";x=\"\\\"\"");
    }
    return fault;
  }

  /** What the attacker sends along: a few lines, now and then far too much. */
  private void writeForged(boolean xff) {
    int count = random.nextInt(64) == 0 ? random.nextInt(12) : 1 + random.nextInt(2);
    boolean elements = !xff && random.nextBoolean();
    for (int i = 0; i < count; i++) {
      lines.add(elements ? forgedElements() : forgedPieces());
    }
  }

  private String forgedElements() {
    text.setLength(0);
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : random.nextBoolean() ? ", " : ",");
      text.append(ELEMENTS[random.nextInt(ELEMENTS.length)]);
    }
    if (random.nextInt(8) == 0) {
      mutate();
    }
    return text.toString();
  }

  private String forgedPieces() {
    text.setLength(0);
    int most = random.nextInt(256) == 0 ? 600 : 9;
    int count = random.nextInt(most);
    for (int i = 0; i < count; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    if (random.nextInt(16) == 0) {
      mutate();
    }
    return text.toString();
  }

  private void mutate() {
    if (!text.isEmpty()) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
        default -> text.setCharAt(at, "\",;=\\ \t[]:".charAt(random.nextInt(10)));
      }
    }
  }

  /** The other headers, all of them the attacker's. */
  private void others(boolean xff) {
    int way = random.nextInt(64);
    headers.single = Vector.empty();
    headers.realIp = way % 16 == 1 ? Vector.of("8.8.8.8") : Vector.empty();
    headers.connection = Vector.empty();
    headers.forged = "8.8.8.8";
    if (way % 8 == 2) {
      Vector<String> forged = Vector.of(random.nextBoolean() ? forgedElements() : forgedPieces());
      if (xff) {
        headers.forwarded = forged;
      } else {
        headers.xff = forged;
      }
    }
    if (way == 3) {
      headers.connection = Vector.of("close", "close , x-forwarded-FOR");
    } else if (way == 4) {
      headers.connection = Vector.of("keep-alive, Forwarded\t");
    } else if (way % 8 == 5) {
      headers.connection =
          Vector.of("close, X-Forwarded, True-Client, " + forgedPieces().replace(',', ' '));
    }
  }

  private boolean nominates() {
    return headers.connection.exists(line -> line.endsWith("FOR") || line.endsWith("Forwarded\t"));
  }

  /** How many commas; each ends an entry, whatever else is there. */
  private static int commas(String forged) {
    return (int) forged.chars().filter(c -> c == ',').count();
  }

  /** The commas between elements, or -1 if this is not what RFC 7239 says. */
  private static int elements(String forged) {
    if (!LIST.matcher(forged).matches()) {
      return -1;
    }
    int commas = 0;
    List<String> names = new ArrayList<>();
    Matcher matcher = PAIR_OR_COMMA.matcher(forged);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (name == null) {
        commas++;
        names.clear();
      } else {
        String key = name.toLowerCase(Locale.ROOT);
        if (names.contains(key)) {
          return -1;
        }
        names.add(key);
      }
    }
    return commas;
  }

  // One header that the proxy overwrites, or fails to.

  private void attackSingle() {
    int format = random.nextInt(singles.length);
    Host user = user();
    others(random.nextBoolean());
    headers.connection = Vector.empty();
    String spelling = spelling(user);
    boolean v6 = spelling.indexOf(':') >= 0;
    String value =
        switch (format) {
          case 0 -> spelling;
          case 1 ->
              random.nextBoolean() ? spelling : (v6 ? "[" + spelling + "]" : spelling) + ":80";
          default -> spelling + ":443";
        };
    RejectionReason expected = user.reason;
    headers.single = Vector.of(value);
    if (random.nextInt(4) == 0) {
      headers.single =
          random.nextBoolean()
              ? headers.single.prepend(forgedPieces())
              : headers.single.append("8.8.8.8");
      expected = RejectionReason.DUPLICATE_HEADER;
    } else if (random.nextInt(4) == 0) {
      headers.single = Vector.of(forgedPieces().replace(",", "") + ", " + value);
      expected =
          headers.single.head().length() > MOST_BYTES
              ? RejectionReason.TOO_LONG
              : RejectionReason.NOT_SINGLE;
    }
    check(
        singles[format],
        RequestOrigin.of(new Peer.Inet(PROXIES[random.nextInt(PROXIES.length)].address), headers),
        user,
        expected,
        false);
  }

  // A balancer that writes a PROXY header, after which the attacker's bytes come.

  private void attackBalancer() {
    int which = random.nextInt(behindBalancers.length);
    Host user = user();
    int hops = random.nextInt(3);
    Host caller = user;
    RejectionReason expected = user.reason;
    others(true);
    headers.connection = Vector.empty();
    if (which > 0) {
      hops++;
      caller = peerOfChain(hops);
      expected = writeChain(which == 1, hops, 0, user);
    }
    int port = random.nextInt(65_536);
    boolean local = random.nextInt(16) == 0;
    byte[] header = random.nextBoolean() ? line(caller, port, local) : binary(caller, port, local);
    byte[] forged =
        random.nextBoolean()
            ? line(USERS[5], 1, false)
            : forgedPieces().getBytes(StandardCharsets.UTF_8);
    byte[] stream = new byte[header.length + forged.length];
    System.arraycopy(header, 0, stream, 0, header.length);
    System.arraycopy(forged, 0, stream, header.length, forged.length);

    ProxyHeader read = readInPieces(stream, header.length);
    ProxyHeader written =
        local ? new ProxyHeader.NoAddress() : new ProxyHeader.Source(caller.address, port);
    if (!read.equals(written)) {
      throw new AssertionError("written: " + written + ", read: " + read);
    }
    boolean wrongPeer = random.nextInt(16) == 0;
    Host peer = wrongPeer ? PROXIES[random.nextInt(PROXIES.length)] : BALANCER;
    check(
        behindBalancers[which],
        new RequestOrigin(new Peer.Inet(peer.address), Option.of(read), headers),
        user,
        wrongPeer
            ? RejectionReason.PROXY_UNTRUSTED_PEER
            : local ? RejectionReason.PROXY_NO_ADDRESS : expected,
        false);
  }

  private static final Host BALANCER = host("10.9.9.9");

  private ProxyHeader readInPieces(byte[] stream, int headerLength) {
    int length = random.nextInt(headerLength);
    while (true) {
      switch (ProxyProtocol.read(stream, length, BOTH, MOST_BYTES)) {
        case Reading.More(var atLeast) -> {
          if (atLeast <= length || atLeast > headerLength) {
            throw new AssertionError(length + " of " + headerLength + " bytes, wants " + atLeast);
          }
          length =
              random.nextBoolean()
                  ? atLeast
                  : Math.min(stream.length, atLeast + random.nextInt(40));
        }
        case Reading.Whole(var header, var used) -> {
          if (used != headerLength) {
            throw new AssertionError(used + " bytes instead of " + headerLength);
          }
          return header;
        }
        case Reading.Refused(var reason) -> throw new AssertionError(reason);
      }
    }
  }

  private byte[] line(Host source, int port, boolean local) {
    String addresses =
        source.v4
            ? "TCP4 " + source.spellings.getFirst() + " 10.0.0.1 "
            : "TCP6 " + source.spellings.get(random.nextInt(source.spellings.size())) + " fd00::1 ";
    return ("PROXY " + (local ? "UNKNOWN" : addresses + port + " 443") + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] binary(Host source, int port, boolean local) {
    boolean v4 = source.v4 && random.nextInt(4) > 0;
    int size = v4 ? 4 : 16;
    boolean checksum = random.nextBoolean();
    int extension = random.nextInt(5) - 1;
    int body = 2 * size + 4 + (extension < 0 ? 0 : 3 + extension) + (checksum ? 7 : 0);
    byte[] bytes = new byte[16 + body];
    System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
    bytes[12] = (byte) (local ? 0x20 : 0x21);
    bytes[13] = (byte) (v4 ? 0x11 : 0x21);
    bytes[14] = (byte) (body >>> 8);
    bytes[15] = (byte) body;
    byte[] address = jdk(source.spellings.getFirst());
    System.arraycopy(address, 0, bytes, 16 + size - address.length, address.length);
    if (!v4 && source.v4) {
      bytes[26] = (byte) 0xff;
      bytes[27] = (byte) 0xff;
    }
    int at = 16 + 2 * size;
    bytes[at] = (byte) (port >>> 8);
    bytes[at + 1] = (byte) port;
    at += 4;
    if (extension >= 0) {
      bytes[at] = 0x04;
      bytes[at + 2] = (byte) extension;
      at += 3 + extension;
    }
    if (checksum) {
      bytes[at] = 0x03;
      bytes[at + 2] = 4;
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      for (int i = 0; i < 4; i++) {
        bytes[at + 3 + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
      }
    }
    return bytes;
  }

  // A user who goes around the proxies.

  private void attackDirectly() {
    Host user = user();
    headers.xff = Vector.of(forgedPieces(), "8.8.8.8");
    headers.forwarded = Vector.of(forgedElements());
    others(random.nextBoolean());
    RequestOrigin origin = RequestOrigin.of(new Peer.Inet(user.address), headers);
    if (random.nextBoolean()) {
      check(direct, origin, user, user.reason, false);
    } else {
      AddressResolver resolver = lists[random.nextInt(2)][0][random.nextInt(lists[0][0].length)];
      check(resolver, origin, user, RejectionReason.UNTRUSTED_PEER, false);
    }
  }

  /** The only judge: the true user's address or the one expected rejection. */
  private void check(
      AddressResolver resolver,
      RequestOrigin origin,
      Host user,
      @Nullable RejectionReason expected,
      boolean mayConflict) {
    AddressResolution resolution = resolver.resolve(origin);
    boolean right =
        switch (resolution) {
          case Resolved(var address, var via) ->
              expected == null && address.value().equals(user.address);
          case Rejected(var reason) ->
              reason == expected
                  || (expected == null && mayConflict && reason == RejectionReason.CONFLICT);
        };
    if (right && random.nextInt(64) == 0) {
      AddressResolver.Explanation explained = resolver.explain(origin);
      right = explained.resolution().equals(resolution) && isPrintable(explained.trace());
    }
    if (!right) {
      throw new AssertionError(
          "expected: "
              + (expected == null ? user.address : expected)
              + ", but was: "
              + resolution
              + "\n"
              + origin
              + "\n"
              + resolver.policy()
              + "\n"
              + resolver.explain(origin));
    }
    switch (resolution) {
      case Resolved(var address, var via) -> resolved++;
      case Rejected(var reason) -> rejections.computeIfAbsent(reason, any -> new long[1])[0]++;
    }
  }

  private static boolean isPrintable(AddressTrace trace) {
    String all = trace.toString();
    return all.length() < 8_000 && all.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private Host user() {
    return switch (random.nextInt(4)) {
      case 0 -> USERS[random.nextInt(USERS.length)];
      case 1 -> anyV6();
      default -> anyV4();
    };
  }

  private Host anyV4() {
    int bits = random.nextInt();
    byte[] bytes = {91, (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    String text = "91." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    return new Host(IpAddress.ofBytes(bytes).get(), true, List.of(text, "::ffff:" + text), null);
  }

  private Host anyV6() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[0] = 0x2a;
    StringBuilder spelling = new StringBuilder(39);
    for (int i = 0; i < 16; i += 2) {
      spelling.append(i == 0 ? "" : ":");
      spelling.append(Integer.toHexString((bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff)));
    }
    return new Host(IpAddress.ofBytes(bytes).get(), false, List.of(spelling.toString()), null);
  }

  private String spelling(Host host) {
    // The first is what nearly every proxy writes.
    return host.spellings.get(random.nextInt(4) > 0 ? 0 : random.nextInt(host.spellings.size()));
  }

  private static Host host(String text) {
    return host(text, null);
  }

  private static Host host(String text, @Nullable RejectionReason reason) {
    byte[] bytes = jdk(text);
    boolean v4 = bytes.length == 4;
    String plain;
    try {
      plain = InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
    List<String> spellings =
        v4
            ? List.of(text, "::ffff:" + text, "0:0:0:0:0:FFFF:" + text)
            : List.of(plain, text, text.toUpperCase(Locale.ROOT));
    return new Host(IpAddress.ofBytes(bytes).get(), v4, spellings, reason);
  }

  private static byte[] jdk(String literal) {
    try {
      return InetAddress.getAllByName(literal)[0].getAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
