package dev.portcullis.doctor.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogQueryTest {

  private static final Instant START = Instant.parse("2026-01-15T10:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "sepft, client, ada@example.com, 0, true",
    "sepft, client, ADA@Example.com, 1, true",
    "sepft, client, ada@example.com, -1, false",
    "sepft, client, bob@example.com, 1, false",
    "sepft, Client, ada@example.com, 1, false",
    "depnote, client, ada@example.com, 1, false",
    "sepft, '', ada@example.com, 1, false",
    "sepft, client, '', 1, false"
  })
  void an_event_meets_every_condition(
      String type, String clientId, String user, long seconds, boolean matches) {
    LogQuery query = LogQuery.logins("client").since(START).by("ada@example.com");

    assertThat(query.matches(event(type, clientId, user, START.plusSeconds(seconds))))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({"limit_wc, true", "limit_mu, true", "sepft, false", "depnote, false"})
  void blocks_of_every_application_user_and_time_match(String type, boolean matches) {
    assertThat(LogQuery.blocks().matches(event(type, "", "", Instant.EPOCH))).isEqualTo(matches);
  }

  private static LogEvent event(String type, String clientId, String user, Instant date) {
    return new LogEvent("1", date, type, Option.none(), Option.none(), clientId, user);
  }
}
