package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.document.Setting;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every key changes what the program is built from, at the place that {@code settings-effects.txt}
 * names, and nothing else; what is done with that place is the matter of the test that the file
 * names. A line is {@code key | one value | another | with these keys | place | test}.
 */
class SettingsEffectsTest {

  private static final Path FILE = Path.of("src", "test", "resources", "settings-effects.txt");

  static final String BASE =
      """
      listen: {users: "127.0.0.1:1", operators: "127.0.0.1:2"}
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      management: {client-id: m2m, client-secret: s3cret-value-of-m2m}
      pages: {enabled: true, origin: "https://login.example.com"}
      session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, revoked: memory}
      forward-auth: {enabled: true}
      """;

  /**
   * One line of the file.
   *
   * @param one without it, the key is absent at first
   * @param place empty where the test alone shows the effect
   */
  record Effect(String key, String one, String other, String with, String place, String test) {

    static Effect of(String line) {
      String[] parts = line.split("\\|", -1);
      assertThat(parts).as(line).hasSize(6);
      return new Effect(
          parts[0].strip(),
          parts[1].strip(),
          parts[2].strip(),
          parts[3].strip(),
          parts[4].strip(),
          parts[5].strip());
    }

    /** The environment with one of the values. */
    Map<String, String> environment(String value) {
      Map<String, String> variables =
          Vector.of(with.split(" ", -1))
              .filter(pair -> !pair.isEmpty())
              .toMap(
                  pair -> variable(pair.substring(0, pair.indexOf('='))),
                  pair -> pair.substring(pair.indexOf('=') + 1));
      return value.isEmpty() ? variables : variables.put(variable(key), value);
    }

    private static String variable(String key) {
      return "PORTCULLIS_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
      return key;
    }
  }

  static Stream<Effect> effects() throws IOException {
    return Files.readAllLines(FILE).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Effect::of);
  }

  static Stream<Effect> placed() throws IOException {
    return effects().filter(effect -> !effect.other().isEmpty());
  }

  private static java.util.Map<String, String> dump(Effect effect, String value) {
    return SettingsReader.read(
            new SettingsSource("test", Path.of("."), BASE, effect.environment(value)))
        .map(Dump::of)
        .getOrElseThrow(() -> new AssertionError(effect + "=" + value + " is refused"));
  }

  /** What differs, without the indexes of lists. */
  private static Seq<String> changed(Effect effect) {
    java.util.Map<String, String> before = dump(effect, effect.one());
    java.util.Map<String, String> after = dump(effect, effect.other());
    TreeSet<String> places = new TreeSet<>(before.keySet());
    places.addAll(after.keySet());
    TreeSet<String> changed = new TreeSet<>();
    for (String place : places) {
      if (!before.getOrDefault(place, "").equals(after.getOrDefault(place, ""))) {
        changed.add(place.replaceAll("\\[[0-9]+\\]", ""));
      }
    }
    // Where there is another object, its fields say nothing more.
    return Vector.ofAll(changed)
        .filter(
            place ->
                changed.stream()
                    .noneMatch(
                        other -> other.endsWith("!") && place.startsWith(other.replace("!", "."))));
  }

  @ParameterizedTest
  @MethodSource("placed")
  void a_key_changes_its_place_and_no_other(Effect effect) {
    assertThat(changed(effect).mkString(", ")).isEqualTo(effect.place());
  }

  @Test
  void every_key_is_in_the_file() throws IOException {
    assertThat(effects().map(Effect::key))
        .containsExactlyInAnyOrderElementsOf(SettingsReader.known().map(Setting::key));
  }

  /** The names of the files of all tests. */
  static List<String> tests() throws IOException {
    List<String> tests = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path folder : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> tests.add(file.getFileName().toString()));
          }
        }
      }
    }
    return tests;
  }

  @Test
  void every_key_has_a_test_that_exists() throws IOException {
    List<String> tests = tests();

    assertThat(effects().filter(effect -> !tests.contains(effect.test() + ".java"))).isEmpty();
  }

  /** Its whole effect is on what is accepted. */
  @ParameterizedTest
  @ValueSource(strings = {"", "false"})
  void addresses_that_others_share_need_a_proof_or_the_risk_accepted(String refused) {
    assertThat(shared(refused).getError().mkString("; "))
        .contains("trusted-proxies", "i-accept-shared-tenant-risk");
    assertThat(shared("true").isValid()).isTrue();
  }

  private static Validation<Seq<SettingsProblem>, Settings> shared(String accepted) {
    Map<String, String> environment =
        HashMap.of("PORTCULLIS_CLIENT_IP_TRUSTED_PROXIES", "preset:cloudflare");
    return SettingsReader.read(
        new SettingsSource(
            "test",
            Path.of("."),
            BASE,
            accepted.isEmpty()
                ? environment
                : environment.put("PORTCULLIS_CLIENT_IP_I_ACCEPT_SHARED_TENANT_RISK", accepted)));
  }
}
