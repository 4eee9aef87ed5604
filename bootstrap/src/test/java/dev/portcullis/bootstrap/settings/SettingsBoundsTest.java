package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.document.Durations;
import dev.portcullis.bootstrap.settings.document.Setting;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bound in the table of the configuration page: its value is taken, to the last part of the
 * program that checks it, and the next one beyond is refused by name.
 */
class SettingsBoundsTest {

  private static final Pattern BOUNDS =
      Pattern.compile("(number|duration|percent), (\\d+)(ms|s|m|h|d|%)? to (\\d+)(ms|s|m|h|d|%)?");

  private static final String MINIMAL =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      """;

  /** A key, the values at its two bounds, and those beyond them. */
  record Bounds(String key, Seq<String> within, Seq<String> beyond) {

    static Bounds of(String key, MatchResult type) {
      String least = type.group(2);
      String most = type.group(4);
      String leastUnit = type.group(3) == null ? "" : type.group(3);
      String mostUnit = type.group(5) == null ? "" : type.group(5);
      boolean isDuration = type.group(1).equals("duration");
      Seq<String> within = Vector.of(least + leastUnit, most + mostUnit);
      long low = isDuration ? millis(within.head()) : Long.parseLong(least);
      long high = isDuration ? millis(within.last()) : Long.parseLong(most);
      String unit = isDuration ? "ms" : mostUnit;
      return new Bounds(
          key,
          within,
          (low == 0 ? Vector.<String>empty() : Vector.of(low - 1 + unit)).append(high + 1 + unit));
    }

    private static long millis(String duration) {
      return Durations.read(duration).get().toMillis();
    }

    @Override
    public String toString() {
      return key;
    }
  }

  static Stream<Bounds> bounds() {
    return SettingsReader.known()
        .flatMap(
            setting -> {
              Matcher type = BOUNDS.matcher(setting.type());
              return type.matches()
                  ? Vector.of(Bounds.of(setting.key(), type.toMatchResult()))
                  : Vector.<Bounds>empty();
            })
        .toJavaStream();
  }

  /** The problem with the value of a key; empty if it is taken. */
  private static String problem(String key, String value) {
    String variable =
        "PORTCULLIS_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return SettingsReader.read(
            new SettingsSource("test", Path.of("."), MINIMAL, HashMap.of(variable, value)))
        .fold(
            problems ->
                problems
                    .filter(problem -> problem.key().equals(key))
                    .filter(problem -> problem.problem().startsWith("not usable"))
                    .map(SettingsProblem::problem)
                    .mkString("; "),
            settings -> "");
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void a_value_at_a_bound_is_taken_and_the_next_one_is_not(Bounds bounds) {
    assertThat(bounds.within())
        .allSatisfy(value -> assertThat(problem(bounds.key(), value)).as(value).isEmpty());
    assertThat(bounds.beyond())
        .allSatisfy(
            value ->
                assertThat(problem(bounds.key(), value))
                    .as(value)
                    .isEqualTo("not usable: " + value));
  }

  @Test
  void every_number_duration_and_percentage_has_bounds() {
    Seq<String> without =
        SettingsReader.known()
            .filter(setting -> setting.type().matches("(number|duration|percent).*"))
            .filter(setting -> !BOUNDS.matcher(setting.type()).matches())
            .map(Setting::key);

    assertThat(without).isEmpty();
    assertThat(bounds().count()).isGreaterThan(30);
  }
}
