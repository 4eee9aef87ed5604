package dev.portcullis.adapters.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {

  @ParameterizedTest
  @CsvSource({
    "PT-1S, 1",
    "PT0S, 1",
    "PT1S, 1",
    "PT1.000000001S, 2",
    "PT1.001S, 2",
    "PT2S, 2",
    "PT23H59M59.5S, 86400",
    "PT24H, 86400",
    "P4000000D, 86400"
  })
  void a_wait_is_named_in_whole_seconds_from_a_second_to_a_day(Duration wait, long seconds) {
    assertThat(Waits.bounded(wait)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(Reply.of(503, "text/plain", new byte[0]).withRetryAfter(wait).headers())
        .filteredOn(it -> it.name().equals("Retry-After"))
        .extracting(Reply.Header::value)
        .containsExactly(Long.toString(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "IP_THROTTLED, PT15M",
    "BRUTE_FORCE_BLOCKED, PT15M",
    "TOO_MANY_LOGINS, PT1M",
    "TOO_MANY_CODES, PT6M",
    "RATE_LIMITED, PT10S",
    "UNREACHABLE, PT5S"
  })
  void each_outcome_has_its_wait(OutcomeCode code, Duration wait) {
    assertThat(Waits.after(code)).isEqualTo(wait);
  }

  @Test
  void the_wait_that_a_fault_names_comes_first() {
    Option<Duration> named = Option.some(Duration.ofSeconds(33));

    assertThat(Waits.after(new ProviderFault.RateLimited(named))).isEqualTo(named.get());
    assertThat(Waits.after(new ProviderFault.RateLimited(Option.none())))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(Waits.after(new ProviderFault.Overloaded(named))).isEqualTo(named.get());
    assertThat(Waits.after(new ProviderFault.Overloaded())).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_reply_that_asks_nobody_to_come_back_names_no_wait_and_prints_nothing() {
    Reply reply =
        Reply.of(200, "text/plain", new byte[0])
            .with("Authorization", "Bearer canary")
            .withRetryAfter(Duration.ofSeconds(9));

    assertThat(reply.headers().map(Reply.Header::name)).doesNotContain("Retry-After");
    assertThat(reply).hasToString("Reply[200]");
    assertThat(reply.headers().last()).hasToString("Header[Authorization]");
  }
}
