package dev.portcullis.bootstrap.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.ClientAddresses;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.SettingsSource;
import dev.portcullis.domain.address.IpRange;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RangeRefreshTest {

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
  void a_file_with_a_wrong_line_or_none_at_all_changes_nothing() throws IOException {
    Running running = start();
    write("10.0.0.0/24\nproxy.example.com\n");
    running.refresh().refresh();
    Files.delete(directory.resolve("ranges.txt"));

    running.refresh().refresh();

    assertThat(running.ranges()).startsWith("10.0.0.0/24, 10.0.1.0/24");
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
    SettingsSource source =
        new SettingsSource(
            "portcullis.yaml",
            directory,
            """
            client-ip: {trusted-proxies: "file:ranges.txt"}
            auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
            """,
            HashMap.empty());
    Settings settings = SettingsReader.read(source).get();
    ClientAddresses addresses =
        new ClientAddresses(
            "users", settings.http().users().head().address(), decision -> {}, disagreement -> {});
    return new Running(RangeRefresh.start(source, settings, name -> addresses), addresses);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("ranges.txt"), text);
  }
}
