package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewalTurns.Turn;
import dev.portcullis.testkit.contract.RenewalTurnsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisRenewalTurnsContractTest implements RenewalTurnsContract {

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

  @Override
  public List<RenewalTurns> instances(int number, Duration longest) {
    return instances(Stores.newPrefix(), number, longest);
  }

  private List<RenewalTurns> instances(String prefix, int number, Duration longest) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(prefix);
    return IntStream.range(0, number)
        .mapToObj(i -> opened.add(Stores.open(settings)).renewalTurns(longest))
        .toList();
  }

  @Test
  void the_store_has_the_result_sealed_for_a_minute() {
    RenewalTurns turns = instances("clear", 1, LONG).getFirst();

    boolean unused =
        turns.renewed(session(1), (Turn.Mine) turns.take(session(1)), "value-of-a-cookie");

    String name = server.cli("--raw", "KEYS", "clear:turns:*");
    assertThat(name).matches("clear:turns:[A-Za-z0-9_-]{22}");
    assertThat(server.cli("--raw", "HGETALL", name)).contains("renewed").doesNotContain("cookie");
    assertThat(Long.parseLong(server.cli("--raw", "TTL", name))).isBetween(1L, 60L);
  }

  @Test
  void without_a_store_every_turn_is_the_instances_own() {
    RedisStore store = Stores.away(Stores.settings(Stores.NOWHERE));
    RenewalTurns turns = store.renewalTurns(LONG);

    Turn turn = turns.take(session(1));

    assertThat(turn).isEqualTo(new Turn.Mine(0));
    assertThat(turns.renewed(session(1), new Turn.Mine(0), "sealed")).isTrue();
    assertThat(turns.ended(session(1), new Turn.Mine(0))).isTrue();
  }

  @Test
  void who_waits_for_another_instance_does_not_renew_when_the_store_goes_away() throws Exception {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    RenewalTurns first = opened.add(Stores.open(settings)).renewalTurns(LONG);
    RedisStore store = opened.add(Stores.open(settings));
    RenewalTurns second = store.renewalTurns(LONG);
    Turn mine = first.take(session(1));
    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Turn> waits = other.submit(() -> second.take(session(1)));
      Thread.sleep(300);

      store.close();

      assertThat(mine).isInstanceOf(Turn.Mine.class);
      assertThat(waits.get()).isEqualTo(new Turn.Unanswered());
    }
  }
}
