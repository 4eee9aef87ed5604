package dev.portcullis.emulator.internal.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Good;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Grant;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Reused;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Unknown;
import dev.portcullis.emulator.internal.refresh.RefreshTokens.Use;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

  private static String successor(Use use) {
    return ((Good) use).successor().orElseThrow();
  }

  private static boolean any(Grant grant) {
    return true;
  }
}
