package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.PolicyBuilder.policy;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressSource.Format;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ProxyProtocol.Reading;
import dev.portcullis.domain.address.ProxyProtocol.Version;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What has to hold for any bytes, as targets for Jazzer, one at a time:
 *
 * <pre>JAZZER_FUZZ=1 ./mvnw -pl domain test -Dtest=ParsersFuzz#forwarded -Djazzer.max_duration=4h
 * </pre>
 *
 * <p>By its name it is no part of a build; there {@link ParsersCorpusTest} calls the same methods.
 * What Jazzer finds it adds to the corpus in the resources.
 */
class ParsersFuzz {

  private static final Set<Version> BOTH = HashSet.of(Version.V1, Version.V2);
  private static final Pattern V4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final PolicyBuilder OPEN =
      policy().proxies("10.0.0.0/8", "fd00::/8").privateResult(new PrivateResult.Allow());

  private static final AddressResolver XFF = OPEN.resolver();
  private static final AddressResolver FORWARDED =
      OPEN.source(new AddressSource.Forwarded()).resolver();

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({"::ffff:", "255.", "::", "0:", "203.0.113.7", "2001:db8::"})
  void literal(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);

    Option<IpAddress> address = IpAddress.parse(text);

    boolean maybe = V4.matcher(text).matches() || V6.matcher(text).matches();
    if (!maybe) {
      require(address.isEmpty(), text);
    } else {
      // What consists of these characters alone is a literal to the JDK, or a name with no colon.
      Option<IpAddress> jdk = jdk(text);
      require(address.equals(jdk) || address.isEmpty(), text);
      require(address.isDefined() || V6.matcher(text).matches() || jdk.isEmpty(), text);
    }
    for (IpAddress read : address) {
      require(IpAddress.parse(read.toString()).contains(read), text);
      require(IpAddress.parse(text.toUpperCase(Locale.ROOT)).contains(read), text);
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({"/32", "/128", "/0", "10.0.0.0/8", "2001:db8::/32"})
  void range(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);

    for (IpRange range : IpRange.parse(text)) {
      IpRangeSet set = IpRangeSet.of(Vector.of(range));
      require(IpRange.parse(range.toString()).contains(range), text);
      require(range.contains(range.network()) && range.contains(range.last()), text);
      require(set.contains(range.network()) && set.contains(range.last()), text);
      require(
          set.sizeV4() + set.sizeV6() == Math.pow(2, range.network().bits() - range.prefix()),
          text);
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({
    ", ",
    "10.0.0.1",
    "203.0.113.7",
    "[fd00::1]:80",
    "unknown",
    "::ffff:10.0.0.1"
  })
  void xForwardedFor(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);

    AddressResolution resolution = checked(XFF, "X-Forwarded-For", text);

    if (resolution instanceof Resolved(var address, var via)) {
      // The rightmost entry that is no proxy, with at most a port and brackets around it.
      String[] entries = text.split(",", -1);
      int at = entries.length - 1;
      while (checked(XFF, "X-Forwarded-For", entries[at])
          .equals(new Rejected(RejectionReason.ALL_TRUSTED))) {
        at--;
      }
      require(checked(XFF, "X-Forwarded-For", entries[at]).equals(resolution), text);
    }
    if (text.length() < 4000 && text.chars().filter(c -> c == ',').count() < 18) {
      AddressResolution attacked = checked(XFF, "X-Forwarded-For", "8.8.8.8," + text);
      boolean exhausted = resolution.equals(new Rejected(RejectionReason.ALL_TRUSTED));
      require(exhausted || attacked.equals(resolution), text);
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({
    "for=",
    "\"",
    "\\",
    ";",
    ", ",
    "for=\"[2001:db8::7]\"",
    "by=",
    "=\"",
    "10.0.0.1",
    "_x",
    ":80"
  })
  void forwarded(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);

    AddressResolution resolution = checked(FORWARDED, "Forwarded", text);

    if (text.length() < 4000 && text.chars().filter(c -> c == ',').count() < 18) {
      // What an honest proxy appends is the end user, or the whole is refused.
      for (String honest :
          new String[] {"for=203.0.113.7", "for=\"203.0.113.7:80\";by=\"[fd00::1]\""}) {
        AddressResolution appended = checked(FORWARDED, "Forwarded", text + ", " + honest);
        require(
            OddInputs.text(appended).equals("203.0.113.7")
                || appended.equals(new Rejected(RejectionReason.FORWARDED_SYNTAX)),
            text);
        boolean malformed = resolution.equals(new Rejected(RejectionReason.FORWARDED_SYNTAX));
        require(malformed == (appended instanceof Rejected), text);
      }
      AddressResolution v6 =
          checked(FORWARDED, "Forwarded", text + ",for=\"[2001:db8::7]\", for=\"[fd00::1]\"");
      require(
          OddInputs.text(v6).equals("2001:db8::7")
              || v6.equals(new Rejected(RejectionReason.FORWARDED_SYNTAX)),
          text);
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({"203.0.113.7:443", "2001:db8::7:443", "[2001:db8::7]:443", "::", "unknown"})
  void singleHeader(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);

    for (Format format : Format.values()) {
      AddressResolver resolver =
          policy()
              .source(new AddressSource.SingleHeader("True-Client-IP", format))
              .privateResult(new PrivateResult.Allow())
              .resolver();
      checked(resolver, "True-Client-IP", text);
    }
  }

  @FuzzTest(maxDuration = "10m")
  @DictionaryEntries({
    "PROXY TCP4 ",
    "PROXY TCP6 ",
    "PROXY UNKNOWN",
    "203.0.113.7 10.0.0.1 1 2",
    "\\x0d\\x0a",
    "\\x0d\\x0a\\x0d\\x0a\\x00\\x0d\\x0aQUIT\\x0a",
    "\\x21\\x11\\x00\\x0c"
  })
  void proxyProtocol(byte[] bytes) {
    Reading reading = ProxyProtocol.read(bytes, bytes.length, BOTH, 4096);

    switch (reading) {
      case Reading.More(var atLeast) -> require(atLeast > bytes.length && atLeast <= 4096, bytes);
      case Reading.Whole(var header, var length) -> {
        require(length > 14 && length <= bytes.length, bytes);
        require(ProxyProtocol.read(bytes, length, BOTH, 4096).equals(reading), bytes);
        for (int i = 0; i < length; i += Math.max(1, length / 64)) {
          boolean more =
              ProxyProtocol.read(bytes, i, BOTH, 4096) instanceof Reading.More(var atLeast)
                  && atLeast > i
                  && atLeast <= length;
          require(more, bytes);
        }
      }
      case Reading.Refused(var reason) -> {
        require(reason.code().startsWith("proxy-"), bytes);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 40);
        require(ProxyProtocol.read(longer, longer.length, BOTH, 4096).equals(reading), bytes);
      }
    }
  }

  /** What a request with this one header comes to; explained alike, and never a proxy. */
  private static AddressResolution checked(AddressResolver resolver, String header, String value) {
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(ip("10.0.0.1")),
            name -> name.equals(header) ? Vector.of(value) : Vector.empty());
    AddressResolution resolution = resolver.resolve(origin);
    if (resolution instanceof Resolved(var address, var via)) {
      require(!resolver.policy().trustedProxies().contains(address.value()), value);
      require(IpAddress.parse(address.toString()).contains(address.value()), value);
    }
    AddressResolver.Explanation explanation = resolver.explain(origin);
    require(explanation.resolution().equals(resolution), value);
    require(explanation.trace().toString().chars().allMatch(c -> c >= ' ' && c < 0x7f), value);
    return resolution;
  }

  private static Option<IpAddress> jdk(String literal) {
    try {
      return IpAddress.ofBytes(InetAddress.getAllByName(literal)[0].getAddress());
    } catch (UnknownHostException e) {
      return Option.none();
    }
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new AssertionError(AddressTrace.shown(text));
    }
  }

  private static void require(boolean holds, byte[] bytes) {
    require(holds, new String(bytes, ISO_8859_1));
  }
}
