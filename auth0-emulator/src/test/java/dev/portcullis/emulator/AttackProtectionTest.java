package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class AttackProtectionTest {

  private static final String HERE = "203.0.113.7";
  private static final String THERE = "2001:db8::8";

  private final TestClock clock = new TestClock();
  private @Nullable Running running;

  @AfterEach
  void stop() {
    if (running != null) {
      running.client().close();
      running.emulator().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ALICE, "nobody@example.com"})
  void ten_wrong_passwords_are_answered_and_the_eleventh_login_is_refused(String username) {
    Client client = start(UnaryOperator.identity()).client();

    List<String> ten = repeat(10, i -> client.logIn(username, "wrong" + i, HERE).verdict());
    Answer eleventh = client.logIn(username, ALICE_PASSWORD, HERE);

    assertThat(ten).containsOnly("403 invalid_grant");
    assertThat(eleventh.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(eleventh.header("Retry-After")).isEmpty();
  }

  @Test
  void a_block_holds_for_one_identifier_and_address_in_any_spelling() {
    Client client = start(UnaryOperator.identity()).client();
    repeat(10, i -> client.logIn(ALICE, "wrong", THERE).status());

    Answer shouted = client.logIn("ALICE@EXAMPLE.COM", ALICE_PASSWORD, "2001:0DB8:0::0008");
    Answer elsewhere = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    Answer other = client.logIn(BOB, BOB_PASSWORD, THERE);

    assertThat(shouted.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(200);
  }

  @Test
  void a_success_resets_the_count() {
    Client client = start(UnaryOperator.identity()).client();
    repeat(9, i -> client.logIn(ALICE, "wrong", HERE).status());
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    List<String> nine = repeat(9, i -> client.logIn(ALICE, "wrong", HERE).verdict());
    Answer right = client.logIn(ALICE, ALICE_PASSWORD, HERE);

    assertThat(nine).containsOnly("403 invalid_grant");
    assertThat(right.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    DemoTenant.BLOCKED + "," + DemoTenant.BLOCKED_PASSWORD + ",401 unauthorized",
    DemoTenant.LEAKY + "," + DemoTenant.LEAKY_PASSWORD + ",401 password_leaked"
  })
  void a_right_password_that_is_refused_resets_no_count(
      String username, String password, String refusal) {
    Client client = start(UnaryOperator.identity()).client();
    repeat(9, i -> client.logIn(username, "wrong", HERE).status());

    Answer right = client.logIn(username, password, HERE);
    Answer tenth = client.logIn(username, "wrong", HERE);
    Answer after = client.logIn(username, password, HERE);

    assertThat(right.verdict()).isEqualTo(refusal);
    assertThat(tenth.verdict()).isEqualTo("403 invalid_grant");
    assertThat(after.verdict()).isEqualTo("429 too_many_attempts");
  }

  @Test
  void the_twenty_first_login_of_a_minute_is_refused_right_or_wrong_if_the_limit_is_on() {
    Running tenant = start(definition -> definition.sameUserLimit(SameUserLimit.auth0Defaults()));
    Client client = tenant.client();
    repeat(20, i -> client.logIn(ALICE, ALICE_PASSWORD, HERE).status());

    Answer right = client.logIn("Alice@Example.com", ALICE_PASSWORD, HERE);
    Answer elsewhere = client.logIn(ALICE, ALICE_PASSWORD, THERE);
    clock.advance(Duration.ofSeconds(6));
    Answer later = client.logIn(ALICE, ALICE_PASSWORD, HERE);

    assertThat(right.verdict()).isEqualTo("429 too_many_logins");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(later.status()).isEqualTo(200);
    assertThat(events(tenant, LogType.SAME_USER_LIMITED)).hasSize(1);
  }

  @Test
  void two_hundred_guesses_at_once_get_ten_answers_about_the_password() throws Exception {
    Client client = start(UnaryOperator.identity()).client();

    Map<String, Integer> verdicts =
        inParallel(200, i -> client.logIn(ALICE, "wrong" + i, HERE).verdict());

    assertThat(verdicts)
        .containsOnly(Map.entry("403 invalid_grant", 10), Map.entry("429 too_many_attempts", 190));
  }

  @Test
  void two_hundred_right_logins_at_once_all_succeed() throws Exception {
    Client client = start(UnaryOperator.identity()).client();

    Map<String, Integer> verdicts =
        inParallel(200, i -> client.logIn(ALICE, ALICE_PASSWORD, HERE).verdict());

    assertThat(verdicts).containsOnly(Map.entry("200 ", 200));
  }

  @Test
  void without_a_trusted_header_everybody_behind_the_gateway_shares_one_counter() {
    Client client = start(UnaryOperator.identity()).client();
    Map<String, String> wrong = untrusted(login(ALICE, "wrong"));
    for (int i = 0; i < 10; i++) {
      client.token(wrong, "auth0-forwarded-for", "203.0.113." + i);
    }

    Answer victim =
        client.token(
            untrusted(login(ALICE, ALICE_PASSWORD)), "auth0-forwarded-for", "203.0.113.99");

    assertThat(victim.verdict()).isEqualTo("429 too_many_attempts");
  }

  @Test
  void failures_of_unauthenticated_or_malformed_calls_are_not_counted() {
    Client client = start(UnaryOperator.identity()).client();
    repeat(
        20,
        i -> client.token(Client.with(login(ALICE, "wrong"), "client_secret", "wrong")).status());
    repeat(20, i -> client.token(Client.without(login(ALICE, "wrong"), "password")).status());

    Answer right = client.token(login(ALICE, ALICE_PASSWORD));

    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void the_account_lockout_mode_blocks_every_address() {
    Client client =
        start(
                definition ->
                    definition.bruteForce(
                        BruteForceSettings.defaults()
                            .withMode(BruteForceSettings.Mode.COUNT_PER_IDENTIFIER)))
            .client();
    repeat(10, i -> client.logIn(ALICE, "wrong", "203.0.113." + i).status());

    Answer anywhere = client.logIn(ALICE, ALICE_PASSWORD, THERE);

    assertThat(anywhere.verdict()).isEqualTo("429 too_many_attempts");
  }

  @Test
  void monitoring_writes_logs_and_refuses_no_login() {
    Running tenant =
        start(definition -> definition.bruteForce(BruteForceSettings.defaults().withShields()));

    List<String> verdicts = repeat(12, i -> tenant.client().logIn(ALICE, "wrong", HERE).verdict());

    assertThat(verdicts).containsOnly("403 invalid_grant");
    assertThat(events(tenant, LogType.BLOCKED_ACCOUNT)).hasSize(1);
    assertThat(tenant.emulator().tenant().mails()).isEmpty();
  }

  @Test
  void a_block_is_logged_and_mailed_once_and_logged_again_after_an_hour() {
    Running tenant = start(UnaryOperator.identity());
    repeat(15, i -> tenant.client().logIn(ALICE, "wrong", HERE).status());
    List<LogEvent> atOnce = events(tenant, LogType.BLOCKED_ACCOUNT);

    clock.advance(Duration.ofHours(1));
    tenant.client().logIn(ALICE, "wrong", HERE);

    assertThat(atOnce)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.ip()).isEqualTo(HERE);
              assertThat(event.userName()).isEqualTo(ALICE);
              assertThat(event.description())
                  .isEqualTo(
                      "User (alice@example.com) attempted 10 consecutive logins unsuccessfully."
                          + " Brute force protection is enabled for this connection, further"
                          + " attempts are blocked from this IP address for this user.");
            });
    assertThat(events(tenant, LogType.BLOCKED_ACCOUNT)).hasSize(2);
    assertThat(tenant.emulator().tenant().mails())
        .extracting(SentMail::kind, SentMail::to)
        .containsExactly(tuple(SentMail.Kind.BLOCKED_ACCOUNT, ALICE));
  }

  @Test
  void an_unblocked_identifier_may_try_again() {
    Running tenant = start(UnaryOperator.identity());
    repeat(11, i -> tenant.client().logIn(ALICE, "wrong", HERE).status());

    boolean lifted = tenant.emulator().tenant().unblock("Alice@example.com");

    assertThat(lifted).isTrue();
    assertThat(tenant.client().logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void an_allowlisted_user_address_is_exempt_and_an_allowlisted_proxy_only_by_the_older_document() {
    Client current =
        start(
                definition ->
                    definition.bruteForce(
                        BruteForceSettings.defaults()
                            .withMaxAttempts(1)
                            .withAllowlist(Allowlist.of("203.0.113.0/24", "127.0.0.0/8"))))
            .client();
    List<String> listed = repeat(3, i -> current.logIn(ALICE, "wrong", HERE).verdict());
    List<String> unlisted = repeat(3, i -> current.logIn(ALICE, "wrong", THERE).verdict());
    stop();
    Client older =
        start(
                definition ->
                    definition.bruteForce(
                        BruteForceSettings.defaults()
                            .withMaxAttempts(1)
                            .withAllowlist(Allowlist.of("127.0.0.0/8"))),
                AllowlistMatching.FORWARDED_AND_PROXY)
            .client();

    List<String> behindProxy = repeat(3, i -> older.logIn(ALICE, "wrong", THERE).verdict());

    assertThat(listed).containsOnly("403 invalid_grant");
    assertThat(unlisted)
        .containsExactly("403 invalid_grant", "429 too_many_attempts", "429 too_many_attempts");
    assertThat(behindProxy).containsOnly("403 invalid_grant");
  }

  @Test
  void an_address_that_fails_for_many_users_is_throttled_until_an_attempt_comes_back() {
    Running tenant =
        start(
            definition ->
                definition.suspiciousIp(SuspiciousIpSettings.defaults().withMaxAttempts(5)));
    Client client = tenant.client();
    repeat(5, i -> client.logIn("user" + i + "@example.com", "wrong", HERE).status());

    Answer refused = client.logIn(BOB, BOB_PASSWORD, HERE);
    clock.advance(Duration.ofSeconds(864));
    Answer later = client.logIn(BOB, BOB_PASSWORD, HERE);

    assertThat(refused.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(refused.json().get("error_description").textValue())
        .isEqualTo(
            "We have detected suspicious login behavior and further attempts will be blocked."
                + " Please contact the administrator.");
    assertThat(later.status()).isEqualTo(200);
    assertThat(events(tenant, LogType.BLOCKED_ADDRESS))
        .singleElement()
        .extracting(LogEvent::ip)
        .isEqualTo(HERE);
  }

  @Test
  void guesses_at_once_for_many_users_never_exceed_the_address_limit() throws Exception {
    Client client =
        start(
                definition ->
                    definition.suspiciousIp(SuspiciousIpSettings.defaults().withMaxAttempts(20)))
            .client();

    Map<String, Integer> verdicts =
        inParallel(200, i -> client.logIn("user" + i + "@example.com", "wrong", HERE).verdict());

    assertThat(verdicts)
        .containsOnly(Map.entry("403 invalid_grant", 20), Map.entry("429 too_many_attempts", 180));
  }

  @Test
  void a_breached_password_is_refused_only_when_it_is_right_and_mailed_once_an_hour() {
    Running tenant = start(UnaryOperator.identity());
    Client client = tenant.client();

    Answer first = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);
    Answer second = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);
    Answer wrong = client.logIn(DemoTenant.LEAKY, "AUTH0-TEST-other", HERE);
    Answer someoneElse = client.logIn(ALICE, "AUTH0-TEST-other", HERE);

    assertThat(first.verdict()).isEqualTo("401 password_leaked").isEqualTo(second.verdict());
    assertThat(wrong.verdict()).isEqualTo("403 invalid_grant").isEqualTo(someoneElse.verdict());
    assertThat(tenant.emulator().tenant().mails())
        .singleElement()
        .extracting(SentMail::kind, SentMail::to)
        .containsExactly(SentMail.Kind.BREACHED_PASSWORD, DemoTenant.LEAKY);
    assertThat(events(tenant, LogType.BREACHED_PASSWORD)).hasSize(1);
  }

  @Test
  void breached_passwords_log_in_where_detection_does_not_block() {
    Client client =
        start(
                definition ->
                    definition.breachedPasswords(
                        new BreachedPasswordSettings(true, Set.of(Shield.USER_NOTIFICATION))))
            .client();

    Answer answer = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);

    assertThat(answer.status()).isEqualTo(200);
  }

  private Running start(UnaryOperator<TenantDefinition.Builder> change) {
    return start(change, AllowlistMatching.FORWARDED_ONLY);
  }

  private Running start(
      UnaryOperator<TenantDefinition.Builder> change, AllowlistMatching matching) {
    Auth0Emulator emulator =
        Auth0Emulator.start(
            TestSettings.at(clock)
                .withAllowlistMatching(matching)
                .withTenant(change.apply(TenantDefinition.demo().toBuilder()).build()));
    Running started = new Running(emulator, new Client(emulator));
    running = started;
    return started;
  }

  private static Map<String, String> untrusted(Map<String, String> form) {
    return Client.with(
        Client.with(form, "client_id", DemoTenant.UNTRUSTED_CLIENT_ID),
        "client_secret",
        DemoTenant.UNTRUSTED_CLIENT_SECRET);
  }

  private static List<LogEvent> events(Running tenant, LogType type) {
    return tenant.emulator().tenant().logs().stream()
        .filter(event -> event.type() == type)
        .toList();
  }

  private static <T> List<T> repeat(int times, IntFunction<T> call) {
    List<T> results = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      results.add(call.apply(i));
    }
    return Collections.unmodifiableList(results);
  }

  private static Map<String, Integer> inParallel(int count, IntFunction<String> call)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    Map<String, Integer> verdicts = new TreeMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.apply(index);
                }));
      }
      start.countDown();
      for (Future<String> future : futures) {
        verdicts.merge(future.get(), 1, Integer::sum);
      }
    }
    return verdicts;
  }

  private record Running(Auth0Emulator emulator, Client client) {}
}
