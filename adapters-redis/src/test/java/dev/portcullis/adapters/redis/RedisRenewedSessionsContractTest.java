package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryRenewedSessions;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisRenewedSessionsContractTest implements RenewedSessionsContract {

  @TempDir private static Path folder = Path.of(".");
  private static RedisServer server;

  private final Opened opened = new Opened();
  private final TestClock clock = TestClock.create();

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

  private RenewedSessions instance(String prefix, TestClock time) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(prefix);
    return opened
        .add(Stores.open(settings))
        .renewedSessions(new InMemoryRenewedSessions(time), time);
  }

  @Override
  public RenewedSessions renewedSessions(TestClock time) {
    return instance(Stores.newPrefix(), time);
  }

  @Test
  void a_result_that_one_instance_keeps_is_found_and_forgotten_by_another() throws Exception {
    String prefix = Stores.newPrefix();
    RenewedSessions a = instance(prefix, clock);
    RenewedSessions b = instance(prefix, clock);
    a.keep(session(1), "sealed", clock.instant().plusSeconds(60));

    var found = b.find(session(1));
    b.forget(session(1));

    assertThat(found).containsExactly("sealed");
    assertThat(instance(prefix, clock).find(session(1))).isEmpty();
  }

  @Test
  void the_store_has_the_result_sealed_and_under_its_own_name_alone() {
    RenewedSessions a = instance("clear", clock);
    RenewedSessions b = instance("clear", clock);

    a.keep(session(1), "value-of-a-cookie", clock.instant().plusSeconds(60));

    String name = server.cli("--raw", "KEYS", "clear:renewed:*");
    assertThat(name).matches("clear:renewed:[A-Za-z0-9_-]{22}");
    assertThat(server.cli("--raw", "GET", name)).doesNotContain("cookie");
    assertThat(Long.parseLong(server.cli("--raw", "TTL", name))).isBetween(1L, 61L);
    a.keep(session(2), "value-of-another", clock.instant().plusSeconds(60));
    String other =
        server
            .cli("--raw", "KEYS", "clear:renewed:*")
            .lines()
            .filter(it -> !it.equals(name))
            .findFirst()
            .orElseThrow();
    server.cli("COPY", name, other, "REPLACE");
    assertThat(b.find(session(1))).containsExactly("value-of-a-cookie");
    assertThat(b.find(session(2))).isEmpty();
  }

  @Test
  void another_key_opens_nothing() {
    RenewedSessions a = instance("other-key", clock);
    a.keep(session(1), "value-of-a-cookie", clock.instant().plusSeconds(60));

    RedisSettings other =
        RedisSettings.of(
                RedisUrl.parse(server.url()).get(),
                new SharedKey("another-key-of-another-gateway-here"))
            .withPrefix("other-key");
    RenewedSessions unknown =
        opened.add(Stores.open(other)).renewedSessions(new InMemoryRenewedSessions(clock), clock);

    assertThat(unknown.find(session(1))).isEmpty();
  }

  @Test
  void while_the_store_is_away_an_instance_finds_its_own() {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(Stores.newPrefix());
    RedisStore store = opened.add(Stores.open(settings));
    RenewedSessions a = store.renewedSessions(new InMemoryRenewedSessions(clock), clock);
    store.close();

    boolean stored = a.keep(session(1), "sealed", clock.instant().plus(Duration.ofHours(1)));

    assertThat(stored).isFalse();
    assertThat(a.find(session(1))).containsExactly("sealed");
  }

  @Test
  void what_is_kept_and_forgotten_again_is_gone_again() {
    String prefix = Stores.newPrefix();
    RenewedSessions a = instance(prefix, clock);
    a.keep(session(1), "sealed", clock.instant().plusSeconds(60));
    a.forget(session(1));
    a.keep(session(1), "sealed again", clock.instant().plusSeconds(60));
    var found = instance(prefix, clock).find(session(1));

    a.forget(session(1));

    assertThat(found).containsExactly("sealed again");
    assertThat(a.find(session(1))).isEmpty();
  }

  @Test
  void the_database_that_the_url_names_is_used() {
    RedisSettings settings = Stores.settings(server.url() + "/3").withPrefix("numbered");
    RenewedSessions renewed =
        opened
            .add(Stores.open(settings))
            .renewedSessions(new InMemoryRenewedSessions(clock), clock);

    boolean stored = renewed.keep(session(1), "sealed", clock.instant().plusSeconds(60));

    assertThat(stored).isTrue();
    assertThat(server.cli("-n", "3", "--raw", "KEYS", "numbered:renewed:*")).isNotEmpty();
    assertThat(server.cli("-n", "0", "--raw", "KEYS", "numbered:renewed:*")).isEmpty();
  }
}
