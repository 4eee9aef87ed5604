package dev.portcullis.bootstrap.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.domain.address.IpRange;
import io.vavr.collection.HashMap;
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

  private Running start(String trustedProxies) {
    SettingsSource source =
        new SettingsSource(
            "portcullis.yaml",
            directory,
            """
            client-ip: {trusted-proxies: TRUSTED}
            auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
            """
                .replace("TRUSTED", trustedProxies),
            HashMap.empty());
    Settings settings = SettingsReader.read(source).get();
    ClientAddresses addresses =
        new ClientAddresses("users", settings.http().users().head().address(), Journal.NONE);
    return new Running(
        RangeRefresh.start(source, settings, time::get, name -> addresses, readiness::add),
        addresses);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("ranges.txt"), text);
  }
}
