package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.address.RangeRefresh;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.SettingsEffectsTest.Effect;
import dev.portcullis.bootstrap.settings.document.Setting;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.SystemSources;
import dev.portcullis.bootstrap.wiring.DoctorComponent;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key reaches the objects that do the work, at each of the places that {@code
 * settings-wiring.txt} names: a wiring that passes a default or a constant in place of the setting
 * changes fewer places. A line is {@code key | places of the gateway | places of the doctor}; a
 * line with a {@code @Test} instead names the test of a key that no such object holds.
 *
 * <p>After a change of the wiring, {@code -Dportcullis.docs=write} writes the file again. Read what
 * is new and what is gone: every key needs a place where it is used.
 */
@Timeout(60)
class SettingsWiringTest {

  private static final Path FILE = Path.of("src", "test", "resources", "settings-wiring.txt");
  private static final boolean WRITE = "write".equals(System.getProperty("portcullis.docs"));

  /** Values for the keys whose effect on the settings alone is tested elsewhere. */
  private static final List<Effect> MORE =
      List.of(
          Effect.of("listen.tls.certificate | a.crt | b.crt | listen.tls.key=a.key | | "),
          Effect.of("listen.tls.key | a.key | b.key | listen.tls.certificate=a.crt | | "),
          Effect.of(
              "listen.tls.pkcs12 | a.p12 | b.p12 | listen.tls.pkcs12-password=s3cret-one | | "),
          Effect.of(
              "listen.tls.pkcs12-password | s3cret-one | s3cret-two | listen.tls.pkcs12=a.p12 | |"
                  + " "),
          Effect.of(
              "listen.tls.client-certificates | optional | required |"
                  + " listen.tls.certificate=a.crt listen.tls.key=a.key"
                  + " listen.tls.client-authorities=ca.crt | | "),
          Effect.of(
              "listen.tls.client-authorities | a.crt | b.crt | listen.tls.certificate=a.crt"
                  + " listen.tls.key=a.key listen.tls.client-certificates=required | | "),
          Effect.of(
              "listen.operators-tls.certificate | a.crt | b.crt | listen.operators-tls.key=a.key |"
                  + " | "),
          Effect.of(
              "listen.operators-tls.key | a.key | b.key | listen.operators-tls.certificate=a.crt |"
                  + " | "),
          Effect.of(
              "listen.operators-tls.pkcs12 | a.p12 | b.p12 |"
                  + " listen.operators-tls.pkcs12-password=s3cret-one | | "),
          Effect.of(
              "listen.operators-tls.pkcs12-password | s3cret-one | s3cret-two |"
                  + " listen.operators-tls.pkcs12=a.p12 | | "),
          Effect.of(
              "listen.operators-tls.client-certificates | optional | required |"
                  + " listen.operators-tls.certificate=a.crt listen.operators-tls.key=a.key"
                  + " listen.operators-tls.client-authorities=ca.crt | | "),
          Effect.of(
              "listen.operators-tls.client-authorities | a.crt | b.crt |"
                  + " listen.operators-tls.certificate=a.crt listen.operators-tls.key=a.key"
                  + " listen.operators-tls.client-certificates=required | | "),
          Effect.of(
              "client-ip.trusted-certificates | a.example.com | b.example.com |"
                  + " listen.tls.certificate=a.crt listen.tls.key=a.key"
                  + " listen.tls.client-authorities=ca.crt"
                  + " listen.tls.client-certificates=required | | "),
          // Of a tenant without TLS, for which no file is read.
          Effect.of("auth0.trust | a.pem | b.pem | auth0.domain=http://127.0.0.1:9 | | "),
          Effect.of(
              "auth0.client-certificate | a.pem | b.pem | auth0.client-key=a.key"
                  + " auth0.domain=http://127.0.0.1:9 | | "),
          Effect.of(
              "auth0.client-key | a.key | b.key | auth0.client-certificate=a.pem"
                  + " auth0.domain=http://127.0.0.1:9 | | "),
          // The keys that a key generated at each start would hide, and those of a watch.
          Effect.of(
              "log.identifier-key | s3cret-value-one-of-the-log | s3cret-value-two-of-the-log | |"
                  + " | "),
          Effect.of("doctor.watch-interval | 7s | 8s | doctor.watch=poll | | "),
          // With a watch, which looks for the application's own logins.
          Effect.of("auth0.client-id | abc | xyz | doctor.watch=poll | | "),
          Effect.of("doctor.look-back | 7h | 8h | doctor.every=1h | | "),
          Effect.of(
              "session.state-dir | target/wiring/one | target/wiring/two | session.revoked=file | |"
                  + " "),
          Effect.of("session.revoked | | file | session.state-dir=target/wiring/one | | "));

  static Stream<Effect> effects() throws IOException {
    Map<String, Effect> all = new LinkedHashMap<>();
    SettingsEffectsTest.effects().forEach(effect -> all.put(effect.key(), effect));
    MORE.forEach(effect -> all.put(effect.key(), effect));
    return all.values().stream();
  }

  static Stream<Effect> valued() throws IOException {
    return effects().filter(effect -> !effect.other().isEmpty());
  }

  private static Map<String, String> lines() throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    if (Files.exists(FILE)) {
      Files.readAllLines(FILE).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> lines.put(line.substring(0, line.indexOf('|')).strip(), line));
    }
    return lines;
  }

  @BeforeAll
  static void makeFolders() throws IOException {
    Files.createDirectories(Path.of("target/wiring/one"));
    Files.createDirectories(Path.of("target/wiring/two"));
  }

  @ParameterizedTest
  @MethodSource("valued")
  void a_key_reaches_each_of_its_places_in_the_wired_program(Effect effect) throws IOException {
    String line = line(effect);

    if (WRITE) {
      write(effect.key(), line);
    }
    assertThat(line).isEqualTo(lines().get(effect.key()));
  }

  @Test
  void every_key_has_a_place_or_a_test_of_its_own() throws IOException {
    Map<String, String> lines = lines();

    assertThat(lines.keySet())
        .containsExactlyInAnyOrderElementsOf(SettingsReader.known().map(Setting::key));
    assertThat(lines.values()).noneMatch(line -> line.matches(".*\\|\\s*\\|\\s*"));
    List<String> tests = SettingsEffectsTest.tests();
    lines.values().stream()
        .filter(line -> line.contains("@"))
        .map(line -> line.substring(line.indexOf('@') + 1))
        .forEach(test -> assertThat(tests).contains(test + ".java"));
  }

  private static String line(Effect effect) throws IOException {
    Settings one = settings(effect, effect.one());
    Settings other = settings(effect, effect.other());
    Set<Class<?>> types = new HashSet<>(Dump.types(one));
    types.addAll(Dump.types(other));
    Wired first = Wired.of(source(effect, effect.one()), one, types);
    Wired same = Wired.of(source(effect, effect.one()), one, types);
    Wired changed = Wired.of(source(effect, effect.other()), other, types);
    String line =
        effect.key()
            + " | "
            + differences(first.gateway(), same.gateway(), changed.gateway())
            + " | "
            + differences(first.doctor(), same.doctor(), changed.doctor());
    String own = lines().getOrDefault(effect.key(), "");
    return own.contains("@") && line.endsWith("|  | ") ? own : line.strip();
  }

  private static SettingsSource source(Effect effect, String value) {
    return new SettingsSource(
        "test", Path.of("."), SettingsEffectsTest.BASE, effect.environment(value));
  }

  private static Settings settings(Effect effect, String value) {
    return SettingsReader.read(source(effect, value))
        .fold(
            problems -> {
              throw new AssertionError(effect + "=" + value + ": " + problems.mkString("; "));
            },
            settings -> settings);
  }

  /** Without what differs between two programs with the same settings: random keys. */
  private static String differences(WiredGraph graph, WiredGraph same, WiredGraph other) {
    Set<String> differences = new TreeSet<>(graph.differences(other));
    differences.removeAll(graph.differences(same));
    return String.join(", ", differences);
  }

  private static synchronized void write(String key, String line) throws IOException {
    Map<String, String> lines = lines();
    lines.put(key, line);
    List<String> text = new ArrayList<>();
    text.add("# key | places in the gateway | places in the doctor; or: key | @test");
    for (Setting setting : SettingsReader.known()) {
      text.add(lines.getOrDefault(setting.key(), setting.key() + " | |"));
    }
    Files.write(FILE, text);
  }

  /** What the gateway and the doctor of some settings hold; neither is started. */
  private record Wired(WiredGraph gateway, WiredGraph doctor) {

    static Wired of(SettingsSource source, Settings settings, Set<Class<?>> types) {
      Gateway gateway = ProductionComponent.gateway(settings);
      RangeRefresh refresh =
          RangeRefresh.start(
              source,
              settings,
              Extensions.NONE,
              SystemSources.clock(),
              gateway::addresses,
              ready -> {});
      DoctorComponent doctor = DoctorComponent.of(settings);
      Wired wired =
          new Wired(
              WiredGraph.of(types, gateway, refresh),
              WiredGraph.of(types, doctor.diagnose(), doctor.remedies()));
      refresh.close();
      wired.gateway().close();
      wired.doctor().close();
      return wired;
    }
  }
}
