package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.Hourly;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.observed.LogEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever counts time goes on from the earlier time when the clock is set back. */
@Timeout(60)
class ClockSetBackTest {

  private static final String HERE = "203.0.113.7";
  private static final String MIA_ID = "auth0|000000000000000000000005";
  private static final Duration MONTHS = Duration.ofDays(60);

  @TempDir private Path directory = Path.of(".");

  private final TestClock clock = new TestClock();

  private Auth0Emulator start() {
    return Auth0Emulator.start(TestSettings.at(clock).withData(directory.resolve("data")));
  }

  @Test
  void the_clock_is_set_back_by_a_control_request() {
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      String ahead = control(client, "clock", "{\"advance\":\"P1D\"}");

      String back = control(client, "clock", "{\"reset\":true}");

      assertThat(ahead).isEqualTo("{\"now\":\"2026-03-02T10:00:00.123Z\"}");
      assertThat(back).isEqualTo("{\"now\":\"2026-03-01T10:00:00.123Z\"}");
    }
  }

  @Test
  void a_reset_sets_the_clock_back_also_for_the_next_start() {
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      control(client, "clock", "{\"advance\":\"P1D\"}");
      control(client, "reset", "{}");
      assertThat(before.tenant().clock().instant()).isEqualTo(clock.instant());
    }

    try (Auth0Emulator after = start()) {
      assertThat(after.tenant().clock().instant()).isEqualTo(clock.instant());
    }
  }

  @Test
  void log_ids_go_on_increasing_also_after_a_restart() {
    try (Auth0Emulator before = start();
        Client client = new Client(before)) {
      before.tenant().clock().advance(MONTHS);
      client.logIn(ALICE, "wrong", HERE);
      before.tenant().clock().reset();
      client.logIn(ALICE, "wrong", HERE);
    }

    try (Auth0Emulator after = start();
        Client client = new Client(after)) {
      client.logIn(ALICE, "wrong", HERE);

      List<String> ids = after.tenant().logs().stream().map(LogEvent::logId).toList();
      assertThat(ids).hasSize(6).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void a_block_lasts_no_longer_than_30_days_from_the_earlier_time() {
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      emulator.tenant().clock().advance(MONTHS);
      for (int i = 0; i < 10; i++) {
        client.logIn(ALICE, "wrong", HERE);
      }
      emulator.tenant().clock().reset();
      int blocked = client.logIn(ALICE, ALICE_PASSWORD, HERE).status();
      clock.advance(Duration.ofDays(30));

      Answer later = client.logIn(ALICE, ALICE_PASSWORD, HERE);

      assertThat(blocked).isEqualTo(429);
      assertThat(later.status()).isEqualTo(200);
    }
  }

  @Test
  void what_happens_once_an_hour_happens_again() {
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      emulator.tenant().clock().advance(MONTHS);
      client.logIn(LEAKY, LEAKY_PASSWORD, HERE);
      int mailed = emulator.tenant().mails().size();
      emulator.tenant().clock().reset();

      client.logIn(LEAKY, LEAKY_PASSWORD, HERE);

      assertThat(mailed).isPositive();
      assertThat(emulator.tenant().mails()).hasSize(2 * mailed);
    }
  }

  @Test
  void a_one_time_password_of_the_earlier_time_is_taken() {
    try (Auth0Emulator emulator = start();
        Client client = new Client(emulator)) {
      emulator.tenant().clock().advance(MONTHS);
      int ahead = verified(emulator, client).status();
      emulator.tenant().clock().reset();

      Answer back = verified(emulator, client);

      assertThat(ahead).isEqualTo(200);
      assertThat(back.status()).isEqualTo(200);
    }
  }

  @Test
  void an_empty_bucket_gets_its_next_token_after_one_rate() {
    MovableClock ahead = new MovableClock(clock, MONTHS);
    RateLimiter<String> limiter =
        new RateLimiter<>(ahead, Store.inMemory().table("bucket", String.class, Counted.class));
    limiter.take("key", 1, Duration.ofMinutes(1));
    ahead.reset();
    boolean atOnce = limiter.take("key", 1, Duration.ofMinutes(1));
    clock.advance(Duration.ofMinutes(1));

    boolean later = limiter.take("key", 1, Duration.ofMinutes(1));

    assertThat(atOnce).isFalse();
    assertThat(later).isTrue();
  }

  @Test
  void an_hourly_rule_that_was_set_back_is_hourly_again() {
    MovableClock ahead = new MovableClock(clock, MONTHS);
    Hourly<String> rule =
        new Hourly<>(ahead, Store.inMemory().table("rule", String.class, Instant.class));
    rule.mayHappen("key");
    ahead.reset();
    boolean first = rule.mayHappen("key");

    boolean second = rule.mayHappen("key");

    assertThat(first).isTrue();
    assertThat(second).isFalse();
  }

  @Test
  void the_clock_does_not_leave_the_years_that_a_date_has_room_for() {
    MovableClock movable = new MovableClock(clock, Duration.ZERO);

    assertThatThrownBy(() -> movable.advance(Duration.ofSeconds(Long.MAX_VALUE)))
        .hasMessageContaining("not beyond the year 9999");
    assertThat(movable.instant()).isEqualTo(clock.instant());
  }

  private static String control(Client client, String path, String body) {
    return client.post("/emulator/" + path, "application/json", body).body();
  }

  private static Answer verified(Auth0Emulator emulator, Client client) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp");
    form.put("client_id", GATEWAY_CLIENT_ID);
    form.put("client_secret", GATEWAY_CLIENT_SECRET);
    form.put(
        "mfa_token", client.logIn(MIA, MIA_PASSWORD, HERE).json().get("mfa_token").textValue());
    return client.token(with(form, "otp", emulator.tenant().otpCode(MIA_ID).orElseThrow()));
  }
}
