package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.protection.LoginGuard.AddressBlocked;
import dev.portcullis.emulator.internal.protection.LoginGuard.Admission;
import dev.portcullis.emulator.internal.protection.LoginGuard.Attempt;
import dev.portcullis.emulator.internal.protection.LoginGuard.Failed;
import dev.portcullis.emulator.internal.protection.LoginGuard.Failure;
import dev.portcullis.emulator.internal.protection.LoginGuard.IdentifierBlocked;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.observed.LoginBlock;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
class LoginGuardTest {

  private static final Connection CONNECTION = Connection.of("con_1", "db");
  private static final IpLiteral HERE = IpLiteral.of("203.0.113.7");
  private static final IpLiteral THERE = IpLiteral.of("203.0.113.8");
  private static final IpLiteral PROXY = IpLiteral.of("198.51.100.20");
  private static final BruteForceSettings THREE = BruteForceSettings.defaults().withMaxAttempts(3);

  private final TestClock clock = new TestClock();

  @Test
  void the_attempt_after_the_threshold_is_refused() {
    LoginGuard guard = guard(THREE);
    fail(guard, "a@example.com", HERE, 2);

    Admission third = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);
    ((Attempt) third).failed();
    Admission fourth = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);

    assertThat(third).isInstanceOf(Attempt.class);
    assertThat(fourth).isInstanceOf(IdentifierBlocked.class);
  }

  @Test
  void an_attempt_that_is_closed_undecided_is_given_back() {
    LoginGuard guard = guard(THREE);
    for (int i = 0; i < 10; i++) {
      ((Attempt) guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).close();
    }

    assertThat(guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
    assertThat(guard.failuresFrom(HERE)).isZero();
  }

  @Test
  void another_address_or_identifier_is_not_blocked() {
    LoginGuard guard = guard(THREE);
    fail(guard, "a@example.com", HERE, 3);

    assertThat(guard.begin(CONNECTION, "a@example.com", THERE, PROXY)).isInstanceOf(Attempt.class);
    assertThat(guard.begin(CONNECTION, "b@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
  }

  @Test
  void identifiers_are_distinguished_ignoring_case() {
    LoginGuard guard = guard(THREE);
    fail(guard, "A@example.com", HERE, 2);
    fail(guard, "a@EXAMPLE.com", HERE, 1);

    Admission next = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);

    assertThat(next).isInstanceOf(IdentifierBlocked.class);
  }

  @Test
  void account_lockout_counts_over_all_addresses() {
    LoginGuard guard = guard(THREE.withMode(Mode.COUNT_PER_IDENTIFIER));
    fail(guard, "a@example.com", HERE, 2);
    fail(guard, "a@example.com", THERE, 1);

    Admission next = guard.begin(CONNECTION, "a@example.com", PROXY, PROXY);

    assertThat(next).isInstanceOf(IdentifierBlocked.class);
    assertThat(guard.blocks("A@example.com"))
        .containsExactly(new LoginBlock("a@example.com", Optional.empty(), "db"));
  }

  @Test
  void a_block_ends_30_days_after_the_last_failure_and_refusals_do_not_prolong_it() {
    LoginGuard guard = guard(THREE);
    fail(guard, "a@example.com", HERE, 3);
    clock.advance(Duration.ofDays(29));
    Admission blocked = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);
    clock.advance(Duration.ofDays(1));

    Admission free = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);

    assertThat(blocked).isInstanceOf(IdentifierBlocked.class);
    assertThat(free).isInstanceOf(Attempt.class);
  }

  @Test
  void without_the_block_shield_failures_are_counted_but_no_login_is_refused() {
    LoginGuard guard = guard(THREE.withShields(Shield.USER_NOTIFICATION));

    fail(guard, "a@example.com", HERE, 5);

    assertThat(guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
    assertThat(guard.blocks("a@example.com")).hasSize(1);
  }

  @Test
  void a_connection_or_tenant_without_brute_force_protection_counts_nothing() {
    Connection unprotected = Connection.of("con_2", "other").withBruteForceProtection(false);
    LoginGuard guard = guard(THREE);
    LoginGuard off = guard(THREE.withEnabled(false));

    for (int i = 0; i < 5; i++) {
      ((Attempt) guard.begin(unprotected, "a@example.com", HERE, PROXY)).failed();
    }
    fail(off, "a@example.com", HERE, 5);

    assertThat(guard.blocks("a@example.com")).isEmpty();
    assertThat(off.blocks("a@example.com")).isEmpty();
  }

  @Test
  void the_current_document_exempts_by_the_forwarded_address_only() {
    BruteForceSettings proxyListed = THREE.withAllowlist(Allowlist.of("198.51.100.0/24"));
    BruteForceSettings userListed = THREE.withAllowlist(Allowlist.of("203.0.113.7"));
    LoginGuard byProxy = guard(proxyListed);
    LoginGuard byUser = guard(userListed);

    fail(byProxy, "a@example.com", HERE, 3);
    fail(byUser, "a@example.com", HERE, 9);

    assertThat(byProxy.begin(CONNECTION, "a@example.com", HERE, PROXY))
        .isInstanceOf(IdentifierBlocked.class);
    assertThat(byUser.begin(CONNECTION, "a@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
  }

  @Test
  void the_older_document_exempts_by_the_proxy_address_too() {
    LoginGuard guard =
        new LoginGuard(
            () -> THREE.withAllowlist(Allowlist.of("198.51.100.20")),
            SuspiciousIpSettings::defaults,
            AllowlistMatching.FORWARDED_AND_PROXY,
            clock,
            Store.inMemory());

    fail(guard, "a@example.com", HERE, 9);

    assertThat(guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
  }

  @Test
  void many_identifiers_from_one_address_empty_its_bucket() {
    LoginGuard guard = throttling(SuspiciousIpSettings.defaults().withMaxAttempts(4));
    for (int i = 0; i < 4; i++) {
      fail(guard, "user" + i + "@example.com", HERE, 1);
    }

    Admission here = guard.begin(CONNECTION, "new@example.com", HERE, PROXY);
    Admission there = guard.begin(CONNECTION, "new@example.com", THERE, PROXY);
    clock.advance(Duration.ofSeconds(864));
    Admission later = guard.begin(CONNECTION, "new@example.com", HERE, PROXY);

    assertThat(here).isInstanceOf(AddressBlocked.class);
    assertThat(there).isInstanceOf(Attempt.class);
    assertThat(later).isInstanceOf(Attempt.class);
  }

  @Test
  void an_allowlisted_address_is_not_throttled() {
    LoginGuard guard =
        throttling(
            SuspiciousIpSettings.defaults()
                .withMaxAttempts(1)
                .withAllowlist(Allowlist.of("203.0.113.7")));

    fail(guard, "a@example.com", HERE, 5);

    assertThat(guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).isInstanceOf(Attempt.class);
  }

  @Test
  void a_login_refused_for_its_identifier_costs_the_address_nothing() {
    LoginGuard guard =
        new LoginGuard(
            () -> THREE,
            () -> SuspiciousIpSettings.defaults().withMaxAttempts(4),
            AllowlistMatching.FORWARDED_ONLY,
            clock,
            Store.inMemory());
    fail(guard, "a@example.com", HERE, 3);
    for (int i = 0; i < 10; i++) {
      guard.begin(CONNECTION, "a@example.com", HERE, PROXY);
    }

    Admission other = guard.begin(CONNECTION, "b@example.com", HERE, PROXY);

    assertThat(other).isInstanceOf(Attempt.class);
  }

  @Test
  void failed_logins_that_do_not_block_yet_are_listed_by_connection_identifier_and_address() {
    LoginGuard guard = guard(THREE);
    fail(guard, "A@example.com", HERE, 2);
    fail(guard, "b@example.com", HERE, 3);

    List<Failed> failed = guard.failed();

    assertThat(failed).containsExactly(new Failed("a@example.com", Optional.of(HERE), "db", 2, 3));
    assertThat(guard.blocks())
        .containsExactly(new LoginBlock("b@example.com", Optional.of(HERE), "db"));
    assertThat(guard.blocks("a@example.com")).isEmpty();
  }

  @Test
  void an_identifier_is_unblocked_in_any_spelling_and_only_if_it_was_blocked() {
    LoginGuard guard = guard(THREE);
    fail(guard, "a@example.com", HERE, 3);
    fail(guard, "a@example.com", THERE, 2);
    fail(guard, "b@example.com", HERE, 3);

    List<Boolean> lifted = List.of(guard.unblock("A@Example.com"), guard.unblock("a@example.com"));

    assertThat(lifted).containsExactly(true, false);
    assertThat(guard.failed()).isEmpty();
    assertThat(guard.blocks()).extracting(LoginBlock::identifier).containsExactly("b@example.com");
  }

  @Test
  void an_address_is_blocked_shown_and_unblocked() {
    LoginGuard guard = throttling(SuspiciousIpSettings.defaults().withMaxAttempts(2));
    fail(guard, "a@example.com", HERE, 1);
    boolean one = guard.addressBlocked(HERE);
    fail(guard, "b@example.com", HERE, 1);

    boolean two = guard.addressBlocked(HERE);

    assertThat(one).isFalse();
    assertThat(two).isTrue();
    assertThat(guard.failuresFrom(HERE)).isEqualTo(2);
    assertThat(guard.addressBlocked(THERE)).isFalse();
    assertThat(guard.blockedAddresses()).containsExactly(HERE);
    assertThat(guard.unblockAddress(THERE)).isFalse();
    assertThat(guard.unblockAddress(HERE)).isTrue();
    assertThat(guard.blockedAddresses()).isEmpty();
    assertThat(guard.failuresFrom(HERE)).isZero();
  }

  @Test
  void an_address_counts_as_blocked_only_where_throttling_is_on_and_blocks() {
    AtomicReference<SuspiciousIpSettings> settings =
        new AtomicReference<>(SuspiciousIpSettings.defaults().withMaxAttempts(1));
    LoginGuard guard =
        new LoginGuard(
            () -> BruteForceSettings.defaults().withEnabled(false),
            settings::get,
            AllowlistMatching.FORWARDED_ONLY,
            clock,
            Store.inMemory());
    fail(guard, "a@example.com", HERE, 1);
    SuspiciousIpSettings on = settings.get();

    settings.set(on.withEnabled(false));
    boolean off = guard.addressBlocked(HERE) || !guard.blockedAddresses().isEmpty();
    settings.set(on.withShields(Shield.ADMIN_NOTIFICATION));
    boolean watched = guard.addressBlocked(HERE) || !guard.blockedAddresses().isEmpty();
    Admission admitted = guard.begin(CONNECTION, "a@example.com", HERE, PROXY);

    assertThat(off).isFalse();
    assertThat(watched).isFalse();
    assertThat(admitted).isInstanceOf(Attempt.class);
  }

  @Test
  void a_failure_says_once_which_threshold_it_meets() {
    LoginGuard guard =
        new LoginGuard(
            () -> THREE,
            () -> SuspiciousIpSettings.defaults().withMaxAttempts(5),
            AllowlistMatching.FORWARDED_ONLY,
            clock,
            Store.inMemory());
    List<Failure> failures = new ArrayList<>();
    for (String identifier : List.of("a", "a", "a", "b", "b")) {
      failures.add(((Attempt) guard.begin(CONNECTION, identifier, HERE, PROXY)).failed());
    }

    assertThat(failures)
        .containsExactly(
            new Failure(false, false),
            new Failure(false, false),
            new Failure(false, true),
            new Failure(false, false),
            new Failure(true, false));
  }

  @Test
  void a_success_resets_the_identifier_but_gives_the_address_nothing_back() {
    LoginGuard guard =
        new LoginGuard(
            () -> THREE,
            () -> SuspiciousIpSettings.defaults().withMaxAttempts(5),
            AllowlistMatching.FORWARDED_ONLY,
            clock,
            Store.inMemory());
    fail(guard, "a@example.com", HERE, 2);

    ((Attempt) guard.begin(CONNECTION, "a@example.com", HERE, PROXY)).succeeded();

    assertThat(guard.failed()).isEmpty();
    assertThat(guard.failuresFrom(HERE)).isEqualTo(2);
  }

  private LoginGuard guard(BruteForceSettings bruteForce) {
    return new LoginGuard(
        () -> bruteForce,
        SuspiciousIpSettings::defaults,
        AllowlistMatching.FORWARDED_ONLY,
        clock,
        Store.inMemory());
  }

  private LoginGuard throttling(SuspiciousIpSettings settings) {
    return new LoginGuard(
        () -> BruteForceSettings.defaults().withEnabled(false),
        () -> settings,
        AllowlistMatching.FORWARDED_ONLY,
        clock,
        Store.inMemory());
  }

  private static void fail(LoginGuard guard, String identifier, IpLiteral source, int times) {
    for (int i = 0; i < times; i++) {
      ((Attempt) guard.begin(CONNECTION, identifier, source, PROXY)).failed();
    }
  }
}
