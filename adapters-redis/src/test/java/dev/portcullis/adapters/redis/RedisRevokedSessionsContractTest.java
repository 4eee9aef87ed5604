package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryRevokedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisRevokedSessionsContractTest implements RevokedSessionsContract {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

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

  private RevokedSessions instance(String prefix, TestClock time) {
    RedisSettings settings = Stores.settings(server.url()).withPrefix(prefix);
    RedisStore store = RedisStore.of(settings, settings::password, StoreEvents.NONE);
    RevokedSessions revoked = store.revokedSessions(new InMemoryRevokedSessions(time), time);
    opened.add(store).start(Duration.ofSeconds(30));
    return revoked;
  }

  @Override
  public RevokedSessions revokedSessions(TestClock time) {
    return instance(Stores.newPrefix(), time);
  }

  @Test
  void a_session_that_one_instance_revokes_is_known_to_the_others_within_a_second()
      throws Exception {
    String prefix = Stores.newPrefix();
    RevokedSessions a = instance(prefix, clock);
    RevokedSessions b = instance(prefix, clock);
    RevokedSessions c = instance(prefix, clock);

    boolean stored = a.revoke(session(1), clock.instant().plus(Duration.ofHours(12)));

    assertThat(stored).isTrue();
    assertThat(Stores.within(A_SECOND, () -> b.contains(session(1)) && c.contains(session(1))))
        .isTrue();
    assertThat(b.contains(session(2))).isFalse();
  }

  @Test
  void an_instance_that_starts_later_knows_every_revocation_before_it_serves() {
    String prefix = Stores.newPrefix();
    RevokedSessions a = instance(prefix, clock);
    for (int i = 0; i < 2500; i++) {
      a.revoke(session(i), clock.instant().plus(Duration.ofHours(12)));
    }

    RevokedSessions later = instance(prefix, clock);

    assertThat(IntStream.range(0, 2500).mapToObj(RevokedSessionsContract::session))
        .allMatch(later::contains);
  }

  @Test
  void revocations_that_have_ended_leave_the_store_as_others_follow() {
    String prefix = Stores.newPrefix();
    RevokedSessions a = instance(prefix, clock);
    for (int i = 0; i < 500; i++) {
      a.revoke(session(i), clock.instant().plusSeconds(60));
    }
    clock.advance(Duration.ofMinutes(3));

    for (int i = 500; i < 600; i++) {
      a.revoke(session(i), clock.instant().plusSeconds(60));
    }

    assertThat(Integer.parseInt(server.cli("--raw", "ZCARD", prefix + ":revoked")))
        .isBetween(100, 200);
    assertThat(Integer.parseInt(server.cli("--raw", "TTL", prefix + ":revoked")))
        .isBetween(60, 200);
  }

  @Test
  void the_store_has_no_fingerprint_of_a_session() {
    RevokedSessions a = instance("clear", clock);

    // A started second counts completely.
    boolean unused = a.revoke(session(1), clock.instant().plusMillis(60_001));

    assertThat(server.cli("--raw", "ZRANGE", "clear:revoked", "0", "-1"))
        .matches("[A-Za-z0-9_-]{22} \\d{10}")
        .endsWith(" " + (clock.instant().getEpochSecond() + 61))
        .doesNotContain(session(1).value().substring(0, 8));
  }

  @Test
  void an_instance_forgets_what_has_ended_as_others_follow() {
    RevokedSessions revoked = instance(Stores.newPrefix(), clock);
    revoked.revoke(session(0), clock.instant().plusSeconds(60));
    clock.advance(Duration.ofMinutes(2));

    for (int i = 1; i < 1000; i++) {
      revoked.revoke(session(i), clock.instant().plusSeconds(60));
    }

    assertThat(revoked.contains(session(0))).isFalse();
    assertThat(revoked.contains(session(1))).isTrue();
  }
}
