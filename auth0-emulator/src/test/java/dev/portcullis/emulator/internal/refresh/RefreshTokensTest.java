package dev.portcullis.emulator.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Good;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Grant;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Reused;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Unknown;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Use;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefreshTokensTest {

  private static final Grant GRANT =
      new Grant(
          "client",
          "auth0|1",
          "db",
          "https://api.example.com",
          List.of("openid"),
          Optional.empty(),
          Optional.empty());
  private static final RefreshTokenPolicy LASTING = RefreshTokenPolicy.nonExpiring();
  private static final RefreshTokenPolicy ROTATED = RefreshTokenPolicy.rotated();

  private final TestClock clock = new TestClock();
  private final RefreshTokens tokens =
      new RefreshTokens(clock, new SecureRandom(), Store.inMemory());

  @Test
  void a_token_without_rotation_is_valid_again_and_again() {
    String token = tokens.issue(GRANT);

    Use first = tokens.use(token, "client", LASTING, RefreshTokensTest::any);
    Use second = tokens.use(token, "client", LASTING, RefreshTokensTest::any);

    assertThat(first).isInstanceOf(Good.class).isEqualTo(second);
    assertThat(((Good) first).grant()).isEqualTo(GRANT);
    assertThat(((Good) first).successor()).isEmpty();
  }

  @Test
  void a_token_is_found_by_its_text_and_by_its_application_only() {
    String token = tokens.issue(GRANT);

    assertThat(tokens.use(token + "x", "client", LASTING, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
    assertThat(tokens.use(token, "other", LASTING, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
    assertThat(tokens.revoke(token, "other")).isEmpty();
  }

  @Test
  void a_rotated_token_that_comes_again_ends_its_family() {
    String first = tokens.issue(GRANT);
    String second = successor(tokens.use(first, "client", ROTATED, RefreshTokensTest::any));

    Use again = tokens.use(first, "client", ROTATED, RefreshTokensTest::any);
    Use successor = tokens.use(second, "client", ROTATED, RefreshTokensTest::any);

    assertThat(again).isInstanceOf(Reused.class);
    assertThat(((Reused) again).counter()).isEqualTo(1);
    assertThat(((Reused) again).latestCounter()).isEqualTo(2);
    assertThat(successor).isInstanceOf(Unknown.class);
  }

  @Test
  void another_family_of_the_same_user_lives_on() {
    String first = tokens.issue(GRANT);
    String other = tokens.issue(GRANT);
    tokens.use(first, "client", ROTATED, RefreshTokensTest::any);
    tokens.use(first, "client", ROTATED, RefreshTokensTest::any);

    assertThat(tokens.use(other, "client", ROTATED, RefreshTokensTest::any))
        .isInstanceOf(Good.class);
  }

  @Test
  void within_the_leeway_the_last_rotated_token_is_still_good() {
    RefreshTokenPolicy lenient = RefreshTokenPolicy.rotated().withLeeway(Duration.ofSeconds(10));
    String first = tokens.issue(GRANT);
    tokens.use(first, "client", lenient, RefreshTokensTest::any);
    clock.advance(Duration.ofSeconds(9));

    Use within = tokens.use(first, "client", lenient, RefreshTokensTest::any);
    clock.advance(Duration.ofSeconds(10));
    Use after = tokens.use(first, "client", lenient, RefreshTokensTest::any);

    assertThat(within).isInstanceOf(Good.class);
    assertThat(after).isInstanceOf(Reused.class);
  }

  @Test
  void within_the_leeway_an_older_token_than_the_last_rotated_one_ends_its_family() {
    RefreshTokenPolicy lenient = RefreshTokenPolicy.rotated().withLeeway(Duration.ofSeconds(10));
    String first = tokens.issue(GRANT);
    String second = successor(tokens.use(first, "client", lenient, RefreshTokensTest::any));
    String third = successor(tokens.use(second, "client", lenient, RefreshTokensTest::any));

    Use older = tokens.use(first, "client", lenient, RefreshTokensTest::any);

    assertThat(older).isInstanceOf(Reused.class);
    assertThat(tokens.use(third, "client", lenient, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void a_lifetime_counts_from_the_login_also_for_successors() {
    RefreshTokenPolicy hour = RefreshTokenPolicy.rotated().expiringAfter(Duration.ofHours(1));
    String first = tokens.issue(GRANT);
    clock.advance(Duration.ofMinutes(59));
    String second = successor(tokens.use(first, "client", hour, RefreshTokensTest::any));
    clock.advance(Duration.ofMinutes(1));

    assertThat(tokens.use(second, "client", hour, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void revoking_any_token_of_a_family_ends_it() {
    String first = tokens.issue(GRANT);
    String second = successor(tokens.use(first, "client", ROTATED, RefreshTokensTest::any));

    Optional<Grant> revoked = tokens.revoke(first, "client");

    assertThat(revoked).contains(GRANT);
    assertThat(tokens.use(second, "client", ROTATED, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
    assertThat(tokens.revoke(second, "client")).isEmpty();
  }

  @Test
  void the_leeway_ends_exactly_and_counts_from_the_last_rotation() {
    RefreshTokenPolicy lenient = RefreshTokenPolicy.rotated().withLeeway(Duration.ofSeconds(10));
    String early = tokens.issue(GRANT);
    String late = tokens.issue(GRANT);
    tokens.use(early, "client", lenient, RefreshTokensTest::any);
    tokens.use(late, "client", lenient, RefreshTokensTest::any);
    clock.advance(Duration.ofSeconds(10).minusNanos(1));

    Use before = tokens.use(early, "client", lenient, RefreshTokensTest::any);
    clock.advance(Duration.ofNanos(1));
    Use at = tokens.use(late, "client", lenient, RefreshTokensTest::any);

    assertThat(before).isInstanceOf(Good.class);
    assertThat(at).isInstanceOf(Reused.class);
  }

  @Test
  void a_token_that_may_not_be_used_now_is_as_it_was() {
    RefreshTokenPolicy idle =
        RefreshTokenPolicy.rotated()
            .withExpiring(true)
            .withIdle(new RefreshTokenPolicy.Lifetime(Duration.ofMinutes(1), false));
    String token = tokens.issue(GRANT);
    clock.advance(Duration.ofSeconds(59));

    Use withheld = tokens.use(token, "client", idle, grant -> false);
    Use good = tokens.use(token, "client", idle, RefreshTokensTest::any);
    String other = tokens.issue(GRANT);
    clock.advance(Duration.ofSeconds(59));
    tokens.use(other, "client", idle, grant -> false);
    clock.advance(Duration.ofSeconds(1));
    Use idled = tokens.use(other, "client", idle, RefreshTokensTest::any);

    assertThat(withheld).isEqualTo(new RefreshTokens.Withheld(GRANT));
    assertThat(good).isInstanceOf(Good.class);
    assertThat(idled).isInstanceOf(Unknown.class);
  }

  @Test
  void families_are_shown_once_each_and_revoked_by_what_is_shown() {
    String first = tokens.issue(GRANT);
    clock.advance(Duration.ofSeconds(1));
    String second = tokens.issue(GRANT);
    String successor = successor(tokens.use(first, "client", ROTATED, RefreshTokensTest::any));

    List<RefreshTokens.Shown> shown = tokens.families();
    tokens.revoke(family -> family.id().equals(shown.getFirst().id()));

    assertThat(shown).hasSize(2);
    assertThat(shown.getFirst().created()).isEqualTo(clock.instant().minusSeconds(1));
    assertThat(shown.getFirst().rotated()).isEqualTo(clock.instant());
    assertThat(tokens.families()).containsExactly(shown.getLast());
    assertThat(tokens.use(successor, "client", ROTATED, RefreshTokensTest::any))
        .isInstanceOf(Unknown.class);
    assertThat(tokens.use(second, "client", ROTATED, RefreshTokensTest::any))
        .isInstanceOf(Good.class);
  }

  @Test
  void where_there_are_too_many_the_oldest_token_goes_and_its_family_if_it_was_the_last() {
    String lonely = tokens.issue(GRANT);
    String rotated = tokens.issue(GRANT);
    String latest = successor(tokens.use(rotated, "client", ROTATED, RefreshTokensTest::any));
    for (int i = 0; i < 9_999; i++) {
      tokens.issue(GRANT);
    }

    Use gone = tokens.use(lonely, "client", LASTING, RefreshTokensTest::any);
    Use forgotten = tokens.use(rotated, "client", LASTING, RefreshTokensTest::any);
    Use kept = tokens.use(latest, "client", LASTING, RefreshTokensTest::any);

    assertThat(gone).isInstanceOf(Unknown.class);
    assertThat(forgotten).isInstanceOf(Unknown.class);
    assertThat(kept).isInstanceOf(Good.class);
    assertThat(tokens.families()).hasSize(10_000);
  }

  @Test
  void a_restart_changes_nothing(@TempDir Path folder) {
    String used;
    String latest;
    String revoked;
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      RefreshTokens before = new RefreshTokens(clock, new SecureRandom(), store);
      used = before.issue(GRANT);
      clock.advance(Duration.ofMinutes(1));
      latest = successor(before.use(used, "client", ROTATED, RefreshTokensTest::any));
      revoked = before.issue(GRANT);
      before.revoke(revoked, "client");
    }

    try (DataDirectory data = DataDirectory.open(folder)) {
      RefreshTokens after =
          new RefreshTokens(clock, new SecureRandom(), data.present().orElseThrow());
      List<RefreshTokens.Shown> shown = after.families();
      Use ended = after.use(revoked, "client", LASTING, RefreshTokensTest::any);
      Use reused = after.use(used, "client", ROTATED, RefreshTokensTest::any);

      assertThat(shown).singleElement().extracting(RefreshTokens.Shown::grant).isEqualTo(GRANT);
      assertThat(shown.getFirst().created()).isEqualTo(clock.instant().minusSeconds(60));
      assertThat(shown.getFirst().rotated()).isEqualTo(clock.instant());
      assertThat(ended).isInstanceOf(Unknown.class);
      assertThat(reused).isInstanceOf(Reused.class);
      assertThat(after.use(latest, "client", ROTATED, RefreshTokensTest::any))
          .isInstanceOf(Unknown.class);
    }
  }

  @Test
  void a_use_without_rotation_counts_for_the_idle_lifetime_after_a_restart(@TempDir Path folder) {
    RefreshTokenPolicy idle = LASTING.expiringWhenIdle(Duration.ofMinutes(10));
    String token;
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      RefreshTokens before = new RefreshTokens(clock, new SecureRandom(), store);
      token = before.issue(GRANT);
      clock.advance(Duration.ofMinutes(9));
      assertThat(before.use(token, "client", idle, RefreshTokensTest::any))
          .isInstanceOf(Good.class);
    }
    clock.advance(Duration.ofMinutes(9));

    try (DataDirectory data = DataDirectory.open(folder)) {
      RefreshTokens after =
          new RefreshTokens(clock, new SecureRandom(), data.present().orElseThrow());

      assertThat(after.use(token, "client", idle, RefreshTokensTest::any)).isInstanceOf(Good.class);
    }
  }

  @Test
  void a_leeway_does_not_last_for_as_long_as_the_clock_is_set_back() {
    RefreshTokenPolicy lenient = RefreshTokenPolicy.rotated().withLeeway(Duration.ofSeconds(10));
    String first = tokens.issue(GRANT);
    tokens.use(first, "client", lenient, RefreshTokensTest::any);
    clock.advance(Duration.ofDays(-1));

    assertThat(tokens.use(first, "client", lenient, RefreshTokensTest::any))
        .isInstanceOf(Reused.class);
  }

  @Test
  void a_good_use_does_not_show_the_successor() {
    Use good = tokens.use(tokens.issue(GRANT), "client", ROTATED, RefreshTokensTest::any);

    assertThat(good.toString()).doesNotContain(successor(good));
  }

  private static String successor(Use use) {
    return ((Good) use).successor().orElseThrow();
  }

  private static boolean any(Grant grant) {
    return true;
  }
}
