package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.Vector;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** How outcomes relate to each other, whatever the lists hold. */
class AddressPropertiesTest {

  private static final Rejected ALL_TRUSTED = new Rejected(RejectionReason.ALL_TRUSTED);
  private static final List<String> PROXIES =
      List.of("10.0.0.0/8", "192.0.2.0/24", "198.51.100.0/25", "fd00::/8");

  /** Where a list stands, and how many hops count; 0 is the ranges alone. */
  record Setting(boolean xff, int hops) {

    AddressResolver resolver(List<String> proxies) {
      PolicyBuilder policy =
          policy()
              .source(xff ? new AddressSource.XForwardedFor() : new AddressSource.Forwarded())
              .peers("10.0.0.1")
              .proxies(proxies.toArray(String[]::new))
              .privateResult(new PrivateResult.Allow());
      return hops > 0 ? policy.hops(hops).resolver() : policy.resolver();
    }

    String entry(String text) {
      return xff ? text : "for=\"" + (text.contains("::") ? "[" + text + "]" : text) + "\"";
    }

    AddressResolution resolve(List<String> proxies, List<String> lines) {
      return resolver(proxies).resolve(origin(lines));
    }

    RequestOrigin origin(List<String> lines) {
      String header = xff ? "X-Forwarded-For" : "Forwarded";
      return RequestOrigin.of(
          new Peer.Inet(ip("10.0.0.1")),
          name -> name.equals(header) ? Vector.ofAll(lines) : Vector.empty());
    }
  }

  @Property(tries = 500)
  void lines_may_be_cut_between_any_two_entries(
      @ForAll("settings") Setting setting,
      @ForAll("entries") List<String> entries,
      @ForAll @Size(12) List<Boolean> cuts) {
    List<String> written = entries.stream().map(setting::entry).toList();
    Vector<String> lines = Vector.of(written.getFirst());
    for (int i = 1; i < written.size(); i++) {
      boolean cut = cuts.get(i) && lines.size() < 8;
      lines =
          cut
              ? lines.append(written.get(i))
              : lines.init().append(lines.last() + "," + written.get(i));
    }

    AddressResolution resolution = setting.resolve(PROXIES, lines.asJava());

    assertThat(resolution).isEqualTo(setting.resolve(PROXIES, List.of(String.join(",", written))));
  }

  @Property(tries = 500)
  void an_entry_more_at_the_left_changes_no_address(
      @ForAll("settings") Setting setting,
      @ForAll("entries") List<String> entries,
      @ForAll("entry") String more) {
    String list = String.join(", ", entries.stream().map(setting::entry).toList());
    AddressResolution without = setting.resolve(PROXIES, List.of(list));

    AddressResolution with = setting.resolve(PROXIES, List.of(setting.entry(more) + ", " + list));

    boolean exhausted =
        without.equals(ALL_TRUSTED) || without.equals(new Rejected(RejectionReason.TOO_FEW_HOPS));
    assertThat(exhausted || with.equals(without)).isTrue();
  }

  @Property(tries = 500)
  void an_ipv4_address_may_be_spelled_as_mapped(
      @ForAll("settings") Setting setting, @ForAll("entries") List<String> entries) {
    List<String> plain = entries.stream().map(setting::entry).toList();
    List<String> mapped =
        entries.stream()
            .map(entry -> entry.matches("[0-9.]+") ? "::ffff:" + entry : entry)
            .map(setting::entry)
            .toList();

    AddressResolution resolution = setting.resolve(PROXIES, List.of(String.join(",", mapped)));

    assertThat(resolution).isEqualTo(setting.resolve(PROXIES, List.of(String.join(",", plain))));
  }

  /** Every address of the list is another one, so that its place is known. */
  @Property(tries = 500)
  void fewer_proxies_never_lead_further_left(
      @ForAll("settings") Setting setting,
      @ForAll("entries") List<String> entries,
      @ForAll @IntRange(max = 3) int removed) {
    Assume.that(entries.stream().distinct().count() == entries.size());
    List<String> fewer = Vector.ofAll(PROXIES).removeAt(removed).asJava();
    List<String> list = List.of(String.join(",", entries.stream().map(setting::entry).toList()));

    AddressResolution narrow = setting.resolve(fewer, list);

    if (narrow instanceof Resolved(var there, var via)
        && setting.resolve(PROXIES, list) instanceof Resolved(var here, var viaHere)) {
      assertThat(entries.indexOf(there.toString()))
          .isGreaterThanOrEqualTo(entries.indexOf(here.toString()));
    }
  }

  @Property(tries = 500)
  void an_explanation_comes_to_the_same_and_can_be_shown_anywhere(
      @ForAll("settings") Setting setting, @ForAll @Size(max = 9) List<String> lines) {
    AddressResolver resolver = setting.resolver(PROXIES);

    AddressResolver.Explanation explanation = resolver.explain(setting.origin(lines));

    assertThat(explanation.resolution()).isEqualTo(resolver.resolve(setting.origin(lines)));
    TraceChecks.assertPrintable(explanation.trace());
  }

  @Property(tries = 2000)
  void what_is_shown_is_cut_only_where_it_says_so(@ForAll String text) {
    String shown = AddressTrace.shown(text);

    assertThat(shown).matches("[ -~]{0,67}");
    boolean cut = shown.length() > 64 || (shown.endsWith("...") && !text.endsWith("..."));
    String unescaped = unescaped(cut ? shown.substring(0, shown.length() - 3) : shown);
    assertThat(cut ? text.startsWith(unescaped) : text.equals(unescaped)).isTrue();
  }

  private static String unescaped(String shown) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (c == '\\') {
        text.append((char) Integer.parseInt(shown.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  @Provide
  Arbitrary<Setting> settings() {
    return Arbitraries.integers()
        .between(0, 4)
        .flatMap(hops -> Arbitraries.of(true, false).map(xff -> new Setting(xff, hops)));
  }

  @Provide
  Arbitrary<List<String>> entries() {
    return entry().list().ofMinSize(1).ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> entry() {
    Arbitrary<Integer> last = Arbitraries.integers().between(1, 200);
    return Arbitraries.oneOf(
        last.map(host -> "10.0.0." + host),
        last.map(host -> "192.0.2." + host),
        last.map(host -> "198.51.100." + host),
        last.map(host -> "fd00::" + Integer.toHexString(host)),
        last.map(host -> "203.0.113." + host),
        last.map(host -> "2001:db8::" + Integer.toHexString(host)),
        Arbitraries.of("unknown", "garbage", ""));
  }
}
