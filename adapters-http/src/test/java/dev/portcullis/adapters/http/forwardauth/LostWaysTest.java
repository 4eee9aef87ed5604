package dev.portcullis.adapters.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.session.ReturnTargets;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostWaysTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ReturnTargets targets =
      new ReturnTargets(
          new WebOrigin("https://login.example.com"),
          List.of(new WebOrigin("https://app.example.com")));
  private final LostWays lost = new LostWays();

  private Option<String> message(String url, Instant now) {
    var asked = new ProxiedRequest("GET", url, true, false);
    return lost.message(
        new Unauthenticated(asked, Unauthenticated.Answer.STATUS, targets.check(url), ""),
        targets,
        now);
  }

  @Test
  void an_origin_that_is_not_listed_is_named_with_those_that_are() {
    Option<String> message = message("http://app.example.com:8080/secret?token=x", NOW);

    assertThat(message.get())
        .contains("the origin http://app.example.com:8080,")
        .contains("are https://app.example.com, https://login.example.com.")
        .contains("X-Original-URL")
        .doesNotContain("secret")
        .doesNotContain("token");
  }

  @Test
  void a_proxy_that_reports_nothing_is_named_as_that() {
    assertThat(message("", NOW).get()).contains("the proxy reports no complete URL");
  }

  @Test
  void clients_that_send_any_host_cannot_fill_the_log() {
    message("https://one.example/", NOW);

    Option<String> soon = message("https://two.example/", NOW.plusSeconds(59));
    Option<String> later = message("https://two.example/", NOW.plus(Duration.ofMinutes(1)));

    assertThat(soon).isEmpty();
    assertThat(later).isNotEmpty();
  }

  @Test
  void a_target_that_a_client_made_ambiguous_is_no_fault_of_the_settings() {
    assertThat(message("https://app.example.com//x", NOW)).isEmpty();
    assertThat(message("https://app.example.com/a\\b", NOW)).isEmpty();
    assertThat(message("https://app.example.com:port/x", NOW)).isEmpty();
    assertThat(message("https://ada@app.example.com/x", NOW)).isEmpty();
    assertThat(message("https://app.example.com/" + "a".repeat(2048), NOW)).isEmpty();
    assertThat(message("https://app.example.com/x", NOW)).isEmpty();
  }
}
