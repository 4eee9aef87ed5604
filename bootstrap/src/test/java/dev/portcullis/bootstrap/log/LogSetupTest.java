package dev.portcullis.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.journal.Slf4jJournal;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Isolated
@Timeout(60)
class LogSetupTest {

  private static final Logger LOG = LoggerFactory.getLogger(LogSetupTest.class);

  private final SlowChannel channel = new SlowChannel();
  private final Journal journal = new Slf4jJournal(LOG, Pseudonyms.plain(), what -> "fix " + what);

  @AfterEach
  void restore() {
    channel.readAgain();
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
  }

  /** Nothing more is written until the channel is read again. */
  private void stall() throws InterruptedException {
    channel.stall();
    LOG.info("stalled");
    channel.awaitStalledWrite();
  }

  @Test
  void each_kind_of_event_is_known_and_its_losses_are_reported_in_the_log() throws Exception {
    LogSetup.apply(LogSetup.Format.JSON, Level.DEBUG, channel);
    stall();
    for (int i = 0; i < 20_000; i++) {
      LOG.atWarn().addMarker(Slf4jJournal.REFUSAL).log("client_address_refused");
      LOG.debug("debug");
      LOG.info("other {}", "x".repeat(200));
      journal.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));
    }

    channel.readAgain();
    LogSetup.flush();
    LogSetup.flush();

    List<String> lines = channel.lines();
    assertThat(count(lines, "client_address_refused") + LogSetup.lost(LineKind.REFUSAL))
        .isEqualTo(20_000);
    assertThat(count(lines, "\"message\":\"debug\"") + LogSetup.lost(LineKind.DEBUG))
        .isEqualTo(20_000);
    assertThat(count(lines, "\"message\":\"other") + LogSetup.lost(LineKind.OTHER))
        .isEqualTo(20_000);
    assertThat(count(lines, "authn_login_fail") + LogSetup.lost(LineKind.LOGIN)).isEqualTo(20_000);
    JsonNode report = report(lines);
    assertThat(report.path("event.action").asText()).isEqualTo("log_lost");
    assertThat(report.path("log.level").asText()).isEqualTo("WARN");
    for (LineKind kind : LineKind.values()) {
      assertThat(report.path(kind.field()).asLong())
          .as(kind.field())
          .isPositive()
          .isEqualTo(LogSetup.lost(kind));
    }
  }

  @Test
  void a_second_set_up_loses_nothing_of_the_first() {
    LogSetup.apply(LogSetup.Format.TEXT, Level.INFO, channel);
    LOG.info("first");

    LogSetup.apply(LogSetup.Format.TEXT, Level.INFO, channel);
    LOG.info("second");
    LogSetup.flush();

    assertThat(channel.lines()).hasSize(2);
    assertThat(channel.lines().getFirst()).endsWith("first ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ada" event.outcome="success | user.name="ada\\" event.outcome=\\"success"
          ada\\                      | user.name="ada\\\\"
          ada\\"                     | user.name="ada\\\\\\""
          Zoë 李 😀                   | user.name="Zoë 李 😀"
          """)
  void a_user_name_cannot_close_its_quotes_in_the_text_log(String typed, String written) {
    LogSetup.apply(LogSetup.Format.TEXT, Level.INFO, channel);

    journal.record(
        new GatewayEvent.LoginEnded(
            Fixtures.anAttempt().by(typed).build().subject(),
            new LoginOutcome.WrongCredentials(),
            Option.none(),
            Duration.ZERO));
    LogSetup.flush();

    assertThat(channel.lines()).hasSize(1);
    assertThat(channel.lines().getFirst()).contains(" " + written);
  }

  @ParameterizedTest
  @EnumSource(
      value = LogSetup.Format.class,
      names = {"TEXT", "JSON"})
  void whatever_a_value_has_one_event_is_one_line(LogSetup.Format format) {
    LogSetup.apply(format, Level.INFO, channel);

    LOG.atInfo()
        .addKeyValue("first", "a\nb\rc\td\u0000e\u001b[2Jf")
        .addKeyValue("second", 7)
        .log("one\ntwo");
    LogSetup.flush();

    assertThat(channel.lines()).hasSize(1);
    assertThat(channel.lines().getFirst())
        .contains("one\\ntwo")
        .contains("a\\nb\\rc\\td\\u0000e")
        .doesNotContain("\r", "\t", "\u0000", "\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\\", "\u0000", "\u001f", " ", "\u007f", "é", "李", "😀", "/"})
  void a_text_is_read_back_from_the_json_log_as_it_was(String character) throws Exception {
    LogSetup.apply(LogSetup.Format.JSON, Level.INFO, channel);

    LOG.atInfo()
        .addKeyValue("alone", character)
        .addKeyValue("within", "a" + character + "b")
        .log("one");
    LogSetup.flush();

    JsonNode line = new ObjectMapper().readTree(channel.lines().getLast());
    assertThat(line.path("alone").asText()).isEqualTo(character);
    assertThat(line.path("within").asText()).isEqualTo("a" + character + "b");
  }

  @Test
  void numbers_and_truth_values_are_such_in_the_json_log() throws Exception {
    LogSetup.apply(LogSetup.Format.JSON, Level.INFO, channel);

    LOG.atInfo()
        .addKeyValue("number", 7)
        .addKeyValue("truth", true)
        .addKeyValue("text", "true")
        .log("one");
    LogSetup.flush();

    JsonNode line = new ObjectMapper().readTree(channel.lines().getLast());
    assertThat(line.path("number").isNumber()).isTrue();
    assertThat(line.path("truth").isBoolean()).isTrue();
    assertThat(line.path("text").isTextual()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u200b"})
  void what_is_not_printed_is_escaped_in_the_text_log(String invisible) {
    LogSetup.apply(LogSetup.Format.TEXT, Level.INFO, channel);

    LOG.atInfo().addKeyValue("key", "a" + invisible + "b").log("m" + invisible);
    LogSetup.flush();

    String escape = "\\u%04x".formatted((int) invisible.charAt(0));
    assertThat(String.join("\n", channel.lines()))
        .contains(" m" + escape + " ")
        .endsWith("key=\"a" + escape + "b\"");
  }

  private static JsonNode report(List<String> lines) throws IOException {
    return new ObjectMapper().readTree(lines.getLast());
  }

  private static long count(List<String> lines, String text) {
    return lines.stream().filter(line -> line.contains(text)).count();
  }
}
