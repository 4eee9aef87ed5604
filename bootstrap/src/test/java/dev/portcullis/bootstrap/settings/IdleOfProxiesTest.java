package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A connection that the gateway closes while its proxy still uses it is a 502 for a user. */
class IdleOfProxiesTest {

  private static final Path PRESETS =
      Path.of("src", "main", "resources", "dev", "portcullis", "presets");
  private static final Path EXAMPLES = Path.of("..", "examples", "proxies");
  private static final Path PAGE = Path.of("..", "docs", "how-to", "client-address.md");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-30");

  @ParameterizedTest
  @CsvSource({"gcp-https-lb, 600", "cloudflare, 900", "azure-front-door, 90", "akamai, 300"})
  void a_proxy_that_keeps_connections_longer_is_warned_of(String preset, int seconds) {
    Seq<SettingsProblem> warnings = warnings("75s", preset);

    assertThat(warnings.map(SettingsProblem::key)).containsExactly("listen.idle");
    assertThat(warnings.head().problem()).contains("75s", "preset:" + preset, seconds + "s", "502");
    assertThat(warnings.head().fix())
        .isEqualTo(
            "set listen.idle to more than " + seconds + "s, such as " + (seconds + 20) + "s");
  }

  @Test
  void as_long_as_the_proxy_is_not_long_enough() {
    assertThat(warnings("600s", "gcp-https-lb")).hasSize(1);
    assertThat(warnings("601s", "gcp-https-lb")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws-alb", "azure-app-gateway", "envoy", "fastly", "haproxy", "nginx"})
  void a_time_that_operators_can_change_or_that_nobody_publishes_is_no_warning(String preset) {
    assertThat(warnings("75s", preset)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[192.0.2.200]", "[192.0.2.200, preset:gcp-https-lb]"})
  void a_preset_of_trusted_peers_is_warned_of_once(String proxies) {
    Seq<SettingsProblem> warnings =
        warnings(
            """
            client-ip:
              source: xff
              trusted-peers: preset:gcp-https-lb
              trusted-proxies: %s
              trusted-hops: 2
              presets: {max-age: 3650d}
            """
                .formatted(proxies));

    assertThat(warnings.map(SettingsProblem::key).filter("listen.idle"::equals)).hasSize(1);
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void the_settings_of_every_example_keep_connections_long_enough(Path example) {
    Settings settings =
        SettingsReader.read(
                example.resolve("portcullis.yaml"),
                Map.of("AUTH0_CLIENT_SECRET", "any-value", "ORIGIN_SECRET", "any-origin-secret"))
            .get();

    assertThat(warningsOf(settings).map(SettingsProblem::key)).doesNotContain("listen.idle");
  }

  static Stream<Path> presets() throws IOException {
    try (Stream<Path> files = Files.list(PRESETS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void the_page_has_the_time_of_every_preset_with_its_source(Path file) throws IOException {
    Map<?, ?> preset =
        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    String name = file.getFileName().toString().replace(".yaml", "");
    Object time = preset.get("keep-alive");
    Object setting = preset.get("keep-alive-setting");

    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `" + name + "` |"))
            .toList();

    assertThat(preset.containsKey("keep-alive")).isTrue();
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst())
        .contains(time == null ? "" : "| " + time)
        .contains(setting != null ? "`" + setting + "`" : time == null ? "" : "fixed")
        .contains(String.valueOf(preset.get("keep-alive-source")).replace("null", ""));
  }

  private static Seq<SettingsProblem> warnings(String idle, String preset) {
    return warnings(
        """
        listen: {idle: %s}
        client-ip:
          source: header
          header-name: X-Client
          trusted-proxies: [10.0.0.0/24, preset:%s]
          origin-proof: {header: X-Origin-Secret, values-from: any-origin-secret}
          presets: {max-age: 3650d}
        """
            .formatted(idle, preset));
  }

  private static Seq<SettingsProblem> warnings(String yaml) {
    String auth0 = "auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret}";
    return warningsOf(
        SettingsReader.read(
                new SettingsSource("portcullis.yaml", Path.of("."), yaml + auth0, HashMap.empty()))
            .get());
  }

  private static Seq<SettingsProblem> warningsOf(Settings settings) {
    return settings.clientIps().values().flatMap(clientIp -> clientIp.warnings(TODAY)).toVector();
  }
}
