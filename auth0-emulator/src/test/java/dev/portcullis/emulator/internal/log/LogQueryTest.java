package dev.portcullis.emulator.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {

  private static final IpLiteral SOURCE = IpLiteral.of("2001:db8::7");
  private static final IpLiteral PEER = IpLiteral.of("198.51.100.20");

  private final TestClock clock = new TestClock();
  private final TenantLog log =
      new TenantLog(clock, 3, "demo", "tenant.example.com", event -> {}, Store.inMemory());

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "type:fp; true",
        "type:\"fp\"; true",
        "type:FP; false",
        "type:fu; false",
        "type:\"fp\" AND ip:\"2001:db8::7\"; true",
        "type:fp AND ip:\"198.51.100.20\"; false",
        "user_id:auth0|1 AND type:fp   AND   user_name:alice@example.com; true",
        "description:\"Wrong \\\"email\\\" or password.\"; true",
        "description:Wrong; false",
        "description:Wrong*; true",
        "description:*email*; true",
        "user_name:*@example.com; true",
        "user_name:*@example.org; false",
        "fp; true",
        "auth0|1; false",
        "al*; true",
        "\"2001:db8::7\"; true",
        "type:fu OR type:fp; true",
        "type:fu type:fp; true",
        "type:fu OR type:fu; false",
        "NOT type:fu; true",
        "NOT type:fp; false",
        "-type:fp; false",
        "type:fp AND NOT user_name:bob*; true",
        "(type:fu OR type:fp) AND user_id:auth0|1; true",
        "type:fp OR type:fp AND type:fu; true",
        "(type:fp OR type:fp) AND type:fu; false",
        "type:fu AND type:fu OR type:fp; true",
        "type:fu OR-1; false",
        "type:fu OR_x; false",
        "type:fu OR.x; false",
        "type:fu ORx; false",
        "type:fp AND-x; true",
        "NOT_x; false",
        "NOT-x; false",
        "NOT.x; false",
        "NOT@x; false",
        "NOTx; false",
        "NOT*; false",
        "NOT(x); true",
        "type:fu && ip:\"2001:db8::7\"; false",
        "type:fp && ip:\"2001:db8::7\"; true",
        "type:fu || type:fp; true",
        "!type:fu; true",
        "+type:fu ip:\"2001:db8::7\"; false",
        "ip:\"2001:db8::7\" -type:fp; false",
        "_exists_:user_name; true",
        "_exists_:organization_id; false",
        "type:(fu OR fp); true",
        "type:(fu OR f); false",
        "date:[2026-03-01 TO 2026-03-02]; true",
        "date:[2026-02-01 TO 2026-03-01]; true",
        "date:[2026-02-01 TO 2026-03-01}; false",
        "date:[2026-02-01 TO 2026-03-01T10:00:00.123Z]; true",
        "date:[2026-02-01 TO 2026-03-01T10:00:00.123Z}; false",
        "date:{2026-03-01 TO *]; false",
        "date:[* TO 2026-02-28]; false",
        "date:\"2026-03-01T10:00:00.123Z\"; true",
      })
  void known_queries_match_whole_values(String q, boolean matches) {
    LogEvent event = written(LogType.FAILED_PASSWORD);

    LogQuery.Reading reading = LogQuery.read(q);

    assertThat(reading).isInstanceOf(LogQuery.Read.class);
    assertThat(((LogQuery.Read) reading).query().matches(event)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "type:",
        "type:AND",
        "type: fp",
        "type:f?",
        "type:fp AND",
        "OR type:fp",
        "NOT",
        "type:fp AND AND type:fu",
        "(type:fp",
        "type:fp)",
        "ip:2001:db8::7",
        "date:[2026-01-01 TO",
        "date:[2026-01-01 2026-02-01]",
        "client_ip:\"198.51.100.20\"",
        "type:\"fp",
        "type:fp\"",
        "type:fp~",
      })
  void other_syntax_is_refused_with_a_reason(String q) {
    LogQuery.Reading reading = LogQuery.read(q);

    assertThat(reading).isInstanceOf(LogQuery.Refused.class);
    assertThat(((LogQuery.Refused) reading).reason()).isNotBlank();
  }

  @Test
  void a_query_may_be_neither_long_nor_deep() {
    assertThat(LogQuery.read("(".repeat(1000))).isInstanceOf(LogQuery.Refused.class);
    assertThat(LogQuery.read("-".repeat(1000) + "a")).isInstanceOf(LogQuery.Refused.class);
    assertThat(LogQuery.read("a".repeat(3000))).isInstanceOf(LogQuery.Refused.class);
  }

  @Test
  void log_ids_have_56_digits_and_sort_in_the_order_of_writing() {
    LogEvent first = written(LogType.FAILED_PASSWORD);
    LogEvent second = written(LogType.FAILED_PASSWORD);
    clock.advance(Duration.ofHours(-1));
    LogEvent third = written(LogType.FAILED_PASSWORD);

    assertThat(List.of(first.logId(), second.logId(), third.logId()))
        .isSorted()
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("90020260301100000123456[0-9]{33}"));
  }

  @Test
  void the_log_keeps_only_the_newest_events() {
    written(LogType.FAILED_PASSWORD);
    for (int i = 0; i < 3; i++) {
      written(LogType.FAILED_UNKNOWN_USER);
    }

    List<LogEvent> kept = log.events();

    assertThat(kept)
        .extracting(LogEvent::type)
        .containsOnly(LogType.FAILED_UNKNOWN_USER)
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS_EXCHANGE_PASSWORD, true",
    "FAILED_EXCHANGE_PASSWORD, true",
    "FAILED_PASSWORD, false",
    "FAILED_UNKNOWN_USER, false",
    "FAILED_LOGIN, false",
    "BLOCKED_ACCOUNT, false",
    "BLOCKED_ADDRESS, false",
    "BREACHED_PASSWORD, false",
    "SUCCESS_PASSWORD_RESET_REQUEST, false",
    "FAILED_PASSWORD_RESET_REQUEST, false",
    "BLOCK_RELEASED, false",
  })
  void client_ip_is_only_on_the_exchange_types(LogType type, boolean present) {
    LogEvent event = written(type);

    assertThat(event.fields().get("ip")).isEqualTo("2001:db8::7");
    assertThat(event.fields().containsKey("client_ip")).isEqualTo(present);
    assertThat(event.clientIp().isPresent()).isEqualTo(present);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS_EXCHANGE_PASSWORD, audience client_name description details environment_name ip log_id"
        + " tenant_name type",
    "FAILED_EXCHANGE_PASSWORD, audience client_name description environment_name hostname ip log_id"
        + " tenant_name type",
    "FAILED_PASSWORD, client_name description details environment_name ip log_id strategy"
        + " strategy_type tenant_name type",
    "FAILED_LOGIN, client_name description details environment_name hostname ip log_id strategy"
        + " strategy_type tenant_name type",
    "BLOCKED_ACCOUNT, client_name description environment_name hostname ip log_id tenant_name type",
    "BLOCK_RELEASED, client_name description details environment_name ip log_id strategy"
        + " strategy_type tenant_name type",
  })
  void events_have_the_fields_that_their_schema_requires(LogType type, String required) {
    LogEvent event = written(type);

    assertThat(event.fields()).containsKeys(required.split(" ", -1));
    assertThat(event.fields().get("type")).isEqualTo(type.code());
    assertThat(event.fields().get("_id")).isEqualTo(event.logId());
  }

  private LogEvent written(LogType type) {
    log.write(
        LogEntry.of(type, "Wrong \"email\" or password.", SOURCE, PEER)
            .by("auth0|1", "alice@example.com"));
    return log.events().getLast();
  }
}
