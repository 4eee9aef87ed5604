package dev.portcullis.bootstrap.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRefreshTest {

  /** Of the text 10.0.0.0/24. */
  private static final String RANGE_SHA256 =
      "a34d80f7b68bf2b583681f727bae85f5a202ee100ad60ab3b3d351b9ce929539";

  private final List<Boolean> readiness = new ArrayList<>();
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));

  @TempDir private Path directory = Path.of(".");

  @BeforeEach
  void four_ranges() throws IOException {
    write("# our balancers\n10.0.0.0/24\n10.0.1.0/24\n10.0.2.0/24\n10.0.3.0/24 # the newest\n");
  }

  @Test
  void a_changed_file_takes_effect_at_once_and_whole() throws IOException {
    Running running = start();
    write("10.0.0.0/24\n10.0.9.0/24\n");

    running.refresh().refresh();

    assertThat(running.ranges()).isEqualTo("10.0.0.0/24, 10.0.9.0/24");
  }

  @Test
  void a_file_that_grows_beyond_the_guard_is_refused() throws IOException {
    Running running = start();
    write("10.0.0.0/22\n10.1.0.0/23\n");

    running.refresh().refresh();

    assertThat(running.ranges()).startsWith("10.0.0.0/24, 10.0.1.0/24");
  }

  @Test
  void a_file_that_grows_within_the_guard_is_taken() throws IOException {
    Running running = start();
    write("10.0.0.0/22\n10.1.0.0/24\n");

    running.refresh().refresh();

    assertThat(running.ranges()).isEqualTo("10.0.0.0/22, 10.1.0.0/24");
  }

  @Test
  void a_file_of_trusted_peers_is_read_again_and_guarded_too() throws IOException {
    Running running = start("10.9.0.0/24, trusted-peers: \"file:ranges.txt\"");
    write("10.0.0.0/22\n10.1.0.0/24\n");
    running.refresh().refresh();
    write("10.0.0.0/16\n");

    running.refresh().refresh();

    assertThat(running.addresses().settings().policy().trustedPeers().get().ranges().mkString(", "))
        .isEqualTo("10.0.0.0/22, 10.1.0.0/24");
  }

  @Test
  void a_file_of_balancers_that_may_send_a_proxy_header_is_read_again_and_guarded_too()
      throws IOException {
    Running running =
        start(
            "10.9.0.0/24, source: proxy-protocol,"
                + " proxy-protocol: {mode: required, trusted-from: \"file:ranges.txt\"}");
    write("10.0.0.0/22\n10.1.0.0/24\n");
    running.refresh().refresh();
    write("10.0.0.0/16\n");

    running.refresh().refresh();

    assertThat(
            running
                .addresses()
                .settings()
                .policy()
                .proxyProtocol()
                .get()
                .trustedFrom()
                .ranges()
                .mkString(", "))
        .isEqualTo("10.0.0.0/22, 10.1.0.0/24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.9.0.0/24",
        "10.9.0.0/24, trusted-peers: 10.9.0.0/24",
        "10.9.0.0/24, self-ranges: 10.8.0.0/24, private-result: {allow: 10.7.0.0/24}"
      })
  void ranges_that_are_written_in_the_settings_are_not_read_again(String trustedProxies) {
    assertThat(clientIp(trustedProxies).isRefreshed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"file:ranges.txt\"",
        "10.9.0.0/24, trusted-peers: \"file:ranges.txt\"",
        "10.9.0.0/24, self-ranges: \"file:ranges.txt\"",
        "10.9.0.0/24, private-result: {allow: \"file:ranges.txt\"}",
        "10.9.0.0/24, proxy-protocol: {mode: required, trusted-from: \"file:ranges.txt\"}"
      })
  void every_list_that_comes_from_a_file_is_read_again(String trustedProxies) {
    assertThat(clientIp(trustedProxies).isRefreshed()).isTrue();
  }

  private ClientIp clientIp(String trustedProxies) {
    return SettingsReader.read(source(trustedProxies)).get().clientIps().values().head();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/24              | 10.0.0.0/24                            | 0   | false
          10.0.0.0/24              | 10.0.0.0/24 10.1.0.0/32                | 0   | true
          10.0.0.0/24              | 10.0.0.0/24 10.1.0.0/25                | 50  | false
          10.0.0.0/24              | 10.0.0.0/24 10.1.0.0/25 10.2.0.0/32    | 50  | true
          10.0.0.0/24              | 10.0.0.0/25                            | 0   | false
          10.0.0.0/24              | 11.0.0.0/24                            | 0   | false
          10.0.0.0/24 10.0.0.0/24  | 10.0.0.0/24 10.1.0.0/24                | 0   | true
          10.0.0.0/24              | 10.0.0.0/24 2001:db8::1                | 100 | true
          2001:db8::1              | 2001:db8::1 10.0.0.1                   | 100 | true
          2001:db8::/64            | 2001:db8::/63                          | 100 | false
          2001:db8::/64            | 2001:db8::/63 2001:db8:1::/72          | 100 | true
          2001:db8::/64 10.0.0.0/8 | 2001:db8::/32 10.0.0.0/8               | 50  | true
          """)
  void growth_is_counted_in_addresses_of_each_family(
      String before, String after, int percent, boolean tooMuch) {
    assertThat(RangeRefresh.growsBeyond(set(before), set(after), percent)).isEqualTo(tooMuch);
  }

  private static IpRangeSet set(String texts) {
    return IpRangeSet.of(Vector.of(texts.split(" ", -1)).map(text -> IpRange.parse(text).get()));
  }

  @Test
  void growth_is_measured_from_the_ranges_in_force() throws IOException {
    Running running = start();
    write("10.0.0.0/22\n10.1.0.0/23\n");
    running.refresh().refresh();
    write("10.0.0.0/22\n10.1.0.0/24\n");
    running.refresh().refresh();
    write("10.0.0.0/22\n10.1.0.0/23\n");

    running.refresh().refresh();

    // Six of four was too much; six of five is not.
    assertThat(running.ranges()).isEqualTo("10.0.0.0/22, 10.1.0.0/23");
  }

  @Test
  void a_preset_of_trusted_peers_ages_too() throws IOException {
    preset("2026-01-01");

    start("10.9.0.0/24, trusted-peers: preset:own, presets: {directory: ., on-stale: not-ready}");

    assertThat(readiness).containsExactly(false);
  }

  @Test
  void a_file_with_a_wrong_line_or_none_at_all_changes_nothing() throws IOException {
    Running running = start();
    write("10.0.0.0/24\nproxy.example.com\n");
    running.refresh().refresh();
    Files.delete(directory.resolve("ranges.txt"));

    running.refresh().refresh();

    assertThat(running.ranges()).startsWith("10.0.0.0/24, 10.0.1.0/24");
  }

  @Test
  void a_preset_that_has_aged_makes_the_gateway_unready_until_a_newer_one_is_there()
      throws IOException {
    preset("2026-01-01");
    Running running = start("preset:own, presets: {directory: ., on-stale: not-ready}");
    preset("2026-11-20");

    running.refresh().refresh();

    assertThat(readiness).containsExactly(false, true);
  }

  @Test
  void a_preset_that_ages_while_the_gateway_runs_makes_it_unready() throws IOException {
    preset("2026-11-20");
    Running running = start("preset:own, presets: {directory: ., on-stale: not-ready}");
    time.set(Instant.parse("2026-12-05T12:00:00Z"));

    running.refresh().refresh();

    assertThat(readiness).containsExactly(true, false);
  }

  @Test
  void an_own_preset_takes_precedence_over_one_that_ships_with_the_same_name() throws IOException {
    preset("2026-11-20");
    Files.writeString(
        directory.resolve("nginx.yaml"),
        Files.readString(directory.resolve("own.yaml")).replace("name: own", "name: nginx"));

    Running running = start("preset:nginx, presets: {directory: .}");

    assertThat(running.ranges()).isEqualTo("10.0.0.0/24");
  }

  @Test
  void a_preset_ages_while_another_file_cannot_be_read() throws IOException {
    preset("2026-11-20");
    write("10.0.0.0/24\n");
    Running running =
        start(
            "[\"preset:own\", \"file:ranges.txt\"], presets: {directory: ., on-stale: not-ready}");
    write("proxy.example.com\n");
    time.set(Instant.parse("2026-12-05T12:00:00Z"));

    running.refresh().refresh();

    assertThat(readiness).containsExactly(true, false);
  }

  private void preset(String fetchedAt) throws IOException {
    Files.writeString(
        directory.resolve("own.yaml"),
        """
        name: own
        source: {source: xff}
        ranges: [10.0.0.0/24]
        fetched-at: %s
        required-proof: none
        sha256: %s
        """
            .formatted(fetchedAt, RANGE_SHA256));
  }

  private record Running(RangeRefresh refresh, ClientAddresses addresses) {

    String ranges() {
      return addresses
          .settings()
          .policy()
          .trustedProxies()
          .ranges()
          .map(IpRange::toString)
          .mkString(", ");
    }
  }

  private Running start() {
    return start("\"file:ranges.txt\"");
  }

  private SettingsSource source(String trustedProxies) {
    return new SettingsSource(
        "portcullis.yaml",
        directory,
        """
        client-ip: {trusted-proxies: TRUSTED}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        """
            .replace("TRUSTED", trustedProxies),
        HashMap.empty());
  }

  private Running start(String trustedProxies) {
    SettingsSource source = source(trustedProxies);
    Settings settings = SettingsReader.read(source).get();
    ClientAddresses addresses =
        new ClientAddresses("users", settings.http().users().head().address(), Journal.NONE);
    return new Running(
        RangeRefresh.start(
            source, settings, Extensions.NONE, time::get, name -> addresses, readiness::add),
        addresses);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("ranges.txt"), text);
  }
}
