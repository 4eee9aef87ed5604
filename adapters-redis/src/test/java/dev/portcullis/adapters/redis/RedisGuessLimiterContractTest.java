package dev.portcullis.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.GuessLimiterContract;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisGuessLimiterContractTest implements GuessLimiterContract {

  @TempDir private static Path folder = Path.of(".");
  private static RedisServer server;

  private final Opened opened = new Opened();

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void closeStores() {
    opened.close();
  }

  private static GuessLimiter limiter(
      RedisStore store, int most, Duration lifetime, TestClock clock) {
    return store.guessLimiter(
        most, lifetime, new InMemoryGuessLimiter(most, lifetime, 10_000, clock), clock);
  }

  @Override
  public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    return limiter(opened.add(Stores.open(settings)), most, lifetime, clock);
  }

  @Override
  public Option<GuessLimiter> withoutStore() {
    RedisSettings settings = Stores.settings(Stores.NOWHERE).withFailClosed(true);
    return Option.some(limiter(Stores.away(settings), 5, LIFETIME, TestClock.create()));
  }

  @Test
  void three_instances_let_five_guesses_of_a_login_through_together() {
    TestClock clock = TestClock.create();
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    List<GuessLimiter> instances =
        IntStream.range(0, 3)
            .mapToObj(i -> limiter(opened.add(Stores.open(settings)), 5, LIFETIME, clock))
            .toList();

    long through =
        IntStream.range(0, 15)
            .filter(i -> instances.get(i % 3).take(new MfaToken("mfa-token-of-ada")))
            .count();

    assertThat(through).isEqualTo(5);
  }

  @Test
  void while_the_store_is_away_an_instance_counts_alone_and_knows_what_it_let_through() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    RedisStore store = opened.add(Stores.open(settings));
    GuessLimiter limiter = limiter(store, 3, LIFETIME, TestClock.create());
    assertThat(limiter.take(new MfaToken("mfa-token-of-ada"))).isTrue();
    assertThat(limiter.take(new MfaToken("mfa-token-of-ada"))).isTrue();
    store.close();

    List<Boolean> more =
        IntStream.range(0, 3)
            .mapToObj(i -> limiter.take(new MfaToken("mfa-token-of-ada")))
            .toList();

    assertThat(more).containsExactly(true, false, false);
  }

  @Test
  void the_store_has_no_token_and_forgets_in_time() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix("clear");
    GuessLimiter limiter =
        limiter(opened.add(Stores.open(settings)), 5, LIFETIME, TestClock.create());

    boolean unused = limiter.take(new MfaToken("mfa-token-of-ada"));

    String name = server.cli("--raw", "KEYS", "clear:guesses:*");
    assertThat(name).matches("clear:guesses:[A-Za-z0-9_-]{22}");
    // Instances of two versions count together.
    assertThat(name)
        .isEqualTo("clear:guesses:" + settings.key().tags("guesses").of("mfa-token-of-ada"));
    assertThat(Long.parseLong(server.cli("--raw", "TTL", name))).isBetween(1L, 660L);
  }
}
