package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/**
 * Any client behind any chain of honest proxies: each proxy adds, at the right, the address it was
 * called from or that it does not say, whatever the client has already written at the left.
 */
class SpoofedAddressesAreNeverAcceptedTest {

  private static final IpRangeSet PROXIES =
      IpRangeSet.of(ranges("10.0.0.0/8", "192.0.2.0/24", "2001:db8:1::/48"));
  private static final AddressResolver RESOLVER =
      new AddressResolver(
          ClientAddressPolicy.behind(PROXIES)
              .withDirectAccess(DirectAccess.REJECT)
              .withTrustedCertificates(HashSet.of(new CertificateName("proxy.example.com")))
              .withPrivateResult(
                  new ClientAddressPolicy.PrivateResult.AllowOnly(
                      IpRangeSet.of(ranges("192.168.0.0/16")))));

  /** One proxy: its address, and how it writes down the one that calls it. */
  record Proxy(IpAddress address, Spelling spelling, boolean startsLine) {

    Vector<String> append(Vector<String> lines, IpAddress caller) {
      String entry = spelling.write(caller);
      return startsLine || lines.isEmpty()
          ? lines.append(entry)
          : lines.init().append(lines.last() + ", " + entry);
    }
  }

  enum Spelling {
    PLAIN,
    WITH_PORT,
    MAPPED,
    UNKNOWN,
    EMPTY;

    String write(IpAddress address) {
      return switch (this) {
        case PLAIN -> address.toString();
        case WITH_PORT -> address.isV4() ? address + ":4711" : "[" + address + "]:4711";
        case MAPPED -> address.isV4() ? "::ffff:" + address : address.toString();
        case UNKNOWN -> "unknown";
        case EMPTY -> "";
      };
    }
  }

  @Property(tries = 10_000)
  @StatisticsReport(StatisticsReportMode.OFF)
  void the_answer_is_the_true_client_or_none(
      @ForAll("clients") IpAddress client,
      @ForAll("attackersLines") List<String> spoofed,
      @ForAll("chains") List<Proxy> chain) {
    AddressResolution resolution = resolve(client, spoofed, chain);

    switch (resolution) {
      case Resolved(var address, var via) -> assertThat(address.value()).isEqualTo(client);
      case Rejected(var reason) -> assertThat(reason).isNotEqualTo(RejectionReason.UNTRUSTED_PEER);
    }
    Statistics.collect(resolution instanceof Resolved);
    Statistics.coverage(resolved -> resolved.check(true).percentage(share -> share > 10));
  }

  @Property(tries = 10_000)
  void what_the_client_writes_within_the_limits_changes_nothing(
      @ForAll("clients") IpAddress client,
      @ForAll("shortLine") String spoofed,
      @ForAll("chains") @Size(max = 5) List<Proxy> chain) {
    AddressResolution honest = resolve(client, List.of(), chain);

    AddressResolution attacked = resolve(client, List.of(spoofed), chain);

    assertThat(attacked).isEqualTo(honest);
  }

  @Property(tries = 10_000)
  void a_certificate_that_is_not_listed_changes_nothing(
      @ForAll("clients") IpAddress client,
      @ForAll("attackersLines") List<String> spoofed,
      @ForAll("chainsOrNone") List<Proxy> chain,
      @ForAll("unlisted") List<String> names) {
    AddressResolution without = resolve(client, spoofed, chain);

    AddressResolution with = resolve(client, spoofed, chain, names);

    assertThat(with).isEqualTo(without);
  }

  @Property(tries = 10_000)
  void the_lines_may_be_cut_between_any_two_entries(
      @ForAll("shortLine") String list, @ForAll @Size(8) List<Boolean> cuts) {
    Vector<String> lines = Vector.of("");
    int next = 0;
    for (String entry : list.split(",", -1)) {
      boolean cut = next > 0 && next <= 7 && cuts.get(next);
      lines =
          cut
              ? lines.append(entry)
              : lines.init().append(next == 0 ? entry : lines.last() + "," + entry);
      next++;
    }

    AddressResolution resolution = resolve(lines);

    assertThat(resolution).isEqualTo(resolve(Vector.of(list)));
  }

  private static AddressResolution resolve(
      IpAddress client, List<String> spoofed, List<Proxy> chain) {
    return resolve(client, spoofed, chain, List.of());
  }

  private static AddressResolution resolve(
      IpAddress client, List<String> spoofed, List<Proxy> chain, List<String> names) {
    Vector<String> lines = Vector.ofAll(spoofed);
    IpAddress caller = client;
    for (Proxy proxy : chain) {
      lines = proxy.append(lines, caller);
      caller = proxy.address();
    }
    return resolve(caller, lines, names);
  }

  private static AddressResolution resolve(Vector<String> lines) {
    return resolve(IpTexts.ip("10.0.0.1"), lines, List.of());
  }

  private static AddressResolution resolve(
      IpAddress peer, Vector<String> lines, List<String> names) {
    return RESOLVER.resolve(
        RequestOrigin.of(
                new Peer.Inet(peer),
                name -> name.equalsIgnoreCase("X-Forwarded-For") ? lines : Vector.empty())
            .withCertificate(Vector.ofAll(names).map(CertificateName::new)));
  }

  /** Names near the one that is listed. */
  @Provide
  Arbitrary<List<String>> unlisted() {
    return Arbitraries.of(
            "proxy.example.com.",
            "a.proxy.example.com",
            "proxy.example.co",
            " proxy.example.com",
            "spiffe://proxy.example.com",
            "10.0.0.1",
            "192.0.2.1")
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<IpAddress> clients() {
    return IpTexts.addresses().filter(address -> !PROXIES.contains(address));
  }

  @Provide
  Arbitrary<List<Proxy>> chainsOrNone() {
    return Arbitraries.oneOf(chains(), Arbitraries.just(List.of()));
  }

  @Provide
  Arbitrary<List<Proxy>> chains() {
    Arbitrary<IpAddress> addresses =
        Arbitraries.of("10.0.0.1", "10.255.255.255", "192.0.2.1", "2001:db8:1::1").map(IpTexts::ip);
    return Combinators.combine(
            addresses, Arbitraries.of(Spelling.class), Arbitraries.of(true, false))
        .as(Proxy::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> attackersLines() {
    return text(40).list().ofMaxSize(4);
  }

  /** Short enough that no limit is reached, whatever the proxies add. */
  @Provide
  Arbitrary<String> shortLine() {
    return text(12);
  }

  /**
   * What an attacker would write: addresses of users and of proxies, and the grammar's own signs.
   */
  private static Arbitrary<String> text(int pieces) {
    Arbitrary<String> piece =
        Arbitraries.frequencyOf(
            Tuple.of(
                4,
                Arbitraries.of(
                    "10.0.0.1",
                    "192.0.2.1",
                    "2001:db8:1::1",
                    "::ffff:10.0.0.1",
                    "8.8.8.8",
                    "2606:4700::1111",
                    "127.0.0.1",
                    "0.0.0.0",
                    "unknown",
                    "_x",
                    "for=")),
            Tuple.of(
                5,
                Arbitraries.of(
                    ",", ", ", " ,", " ", "\t", ":", "::", "[", "]", "]:80", ":80", ".", "\"", "\\",
                    "%", ";", "%eth0", "\0", "\u00a0")),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(3)));
    return piece.list().ofMaxSize(pieces).map(list -> String.join("", list));
  }
}
