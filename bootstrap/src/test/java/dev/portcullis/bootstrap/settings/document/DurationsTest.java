package dev.portcullis.bootstrap.settings.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Vector;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "500ms, PT0.5S",
    "15s, PT15S",
    "2m, PT2M",
    "24h, PT24H",
    "14d, PT336H",
    "999999999ms, PT277H46M39.999S"
  })
  void a_whole_number_and_a_unit_are_a_duration(String text, Duration duration) {
    assertThat(Durations.read(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "15",
        "15S",
        "15 s",
        " 15s",
        "15s ",
        "1.5s",
        "-1s",
        "+1s",
        "1h30m",
        "1w",
        "1us",
        "1000000000ms"
      })
  void anything_else_is_none(String text) {
    assertThat(Durations.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cleint-id, client-id",
    "client-id, client-id",
    "clientid, client-id",
    "tennant, tenant",
    "tenat, tenant",
    "abcdefghijkl, abcdefghi",
    "identifiers-of-logs, identifiers-in-logs"
  })
  void what_was_probably_meant_has_the_fewest_edits(String typed, String meant) {
    Vector<String> known =
        Vector.of("client-id", "tenant", "identifiers-in-logs", "client-ids", "abcdefghi");

    assertThat(Typos.nearest(typed, known)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"abc, tenant", "tnt, tenant", "abcdefgh, abcde", "abcdefghijkl, abcdefgh"})
  void what_has_too_many_edits_was_not_meant(String typed, String known) {
    assertThat(Typos.nearest(typed, Vector.of(known))).isEmpty();
  }
}
