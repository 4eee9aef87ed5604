package dev.portcullis.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers behind TLS and an access control list, Sentinels, and a cluster. */
@Timeout(180)
class StoreConnectionsTest {

  private static final Duration SOON = Duration.ofSeconds(40);

  /** The rights that docs/how-to/run-more-than-one.md gives to the gateway's user. */
  private static final List<String> USER =
      List.of(
          "--user",
          "gateway",
          "on",
          ">s3cret-of-the-gateway",
          "~portcullis:*",
          "resetchannels",
          "-@all",
          "+@read",
          "+@write",
          "+@connection",
          "+eval",
          "+evalsha",
          "+time",
          "-@dangerous",
          "--user",
          "default",
          "off");

  @TempDir private Path folder = Path.of(".");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private RedisServer add(RedisServer server) {
    open.add(server);
    return server;
  }

  private Instance instance(RedisSettings settings) {
    Instance instance = Instance.startWithin(settings, Duration.ofSeconds(10));
    open.add(instance);
    return instance;
  }

  private RedisServer encrypted(TlsFiles files) {
    int port = RedisServer.freePort();
    List<String> options =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                files.certificate().toString(),
                "--tls-key-file",
                files.key().toString(),
                "--tls-ca-cert-file",
                files.certificate().toString(),
                "--tls-auth-clients",
                "no"));
    options.addAll(USER);
    return add(RedisServer.start(folder, port, options));
  }

  @Test
  void a_user_with_few_rights_shares_everything_over_tls() throws Exception {
    TlsFiles files = TlsFiles.create(folder, "redis");
    RedisServer server = encrypted(files);
    RedisSettings settings =
        Stores.settings("rediss://127.0.0.1:" + server.port())
            .withAuthorities(files.certificate())
            .withUser("gateway")
            .withPassword(new RedisPassword("s3cret-of-the-gateway"));

    Instance a = instance(settings);
    Instance b = instance(settings);

    assertThat(a.events().all()).containsExactly("back");
    assertThat(a.logOut(1)).isTrue();
    assertThat(Stores.within(SOON, () -> b.refuses(1))).isTrue();
    assertThat(a.startsReset("ada@example.com")).isTrue();
    assertThat(b.startsReset("ada@example.com")).isTrue();
    assertThat(a.renewsAlone(1)).isTrue();
    assertThat(a.triesCode()).isTrue();
    assertThat(a.triesPassword("ada@example.com") && b.triesPassword("ada@example.com")).isTrue();
    assertThat(b.triesPassword("ada@example.com")).isTrue();
    assertThat(a.triesPassword("ada@example.com")).isFalse();
    assertThat(a.events().failures()).isEmpty();
    assertThat(b.events().failures()).isEmpty();
  }

  @Test
  void a_wrong_password_an_unknown_authority_and_another_prefix_are_distinguished()
      throws Exception {
    TlsFiles files = TlsFiles.create(folder, "redis");
    TlsFiles others = TlsFiles.create(folder, "others");
    RedisSettings settings =
        Stores.settings("rediss://127.0.0.1:" + encrypted(files).port())
            .withAuthorities(files.certificate())
            .withUser("gateway")
            .withPassword(new RedisPassword("s3cret-of-the-gateway"));

    Instance password = instance(settings.withPassword(new RedisPassword("s3cret-of-another")));
    Instance authority = instance(settings.withAuthorities(others.certificate()));
    Instance prefix = instance(settings.withPrefix("others"));

    assertThat(password.events().all()).containsExactly("WRONGPASS");
    assertThat(authority.events().all()).containsExactly("TLS handshake failed");
    assertThat(prefix.events().all()).containsExactly("NOPERM");
  }

  @Test
  void a_host_that_has_no_address_is_named_as_that() throws Exception {
    RecordingEvents events = new RecordingEvents();
    RedisSettings settings = Stores.settings("redis://store.invalid");
    RedisStore store = RedisStore.of(settings, settings::password, events);
    open.add(store);

    store.start(Duration.ZERO);

    assertThat(Stores.within(SOON, events::isAway)).isTrue();
    assertThat(events.all()).containsExactly("unknown host");
  }

  @Test
  void another_password_is_used_for_the_next_connection() throws Exception {
    RedisServer server = add(RedisServer.start(folder, "--requirepass", "s3cret-of-now"));
    AtomicReference<RedisPassword> password =
        new AtomicReference<>(new RedisPassword("s3cret-of-before"));
    RecordingEvents events = new RecordingEvents();
    RedisStore store =
        RedisStore.of(
            Stores.settings(server.url()).withPassword(password.get()),
            () -> Option.of(password.get()),
            events);
    open.add(store);
    store.start(Duration.ZERO);
    assertThat(Stores.within(SOON, events::isAway)).isTrue();

    password.set(new RedisPassword("s3cret-of-now"));

    assertThat(Stores.within(SOON, events::isBack)).isTrue();
    assertThat(events.all()).containsExactly("WRONGPASS", "back");
    assertThat(password.get().toString()).doesNotContain("s3cret");
  }

  private RedisServer replicaOf(RedisServer master) {
    return add(
        RedisServer.start(
            folder,
            "--replicaof",
            "127.0.0.1 " + master.port(),
            "--repl-diskless-sync-delay",
            "0"));
  }

  private RedisSettings behindSentinel(RedisServer master) throws Exception {
    RedisServer sentinel =
        add(
            RedisServer.sentinel(
                folder,
                """
                sentinel monitor gateway 127.0.0.1 %d 1
                sentinel down-after-milliseconds gateway 1000
                sentinel failover-timeout gateway 5000
                """
                    .formatted(master.port())));
    return Stores.settings("redis-sentinel://127.0.0.1:" + sentinel.port() + "#gateway")
        .withTimeout(Duration.ofSeconds(1));
  }

  @Test
  void what_was_known_holds_when_a_replica_takes_over_from_a_killed_server() throws Exception {
    RedisServer master = add(RedisServer.start(folder));
    RedisServer replica = replicaOf(master);
    assertThat(
            Stores.within(
                SOON, () -> replica.cli("INFO", "replication").contains("link_status:up")))
        .isTrue();
    RedisSettings settings = behindSentinel(master);
    Instance a = instance(settings);
    Instance b = instance(settings);
    a.logOut(1);
    a.startsReset("ada@example.com");
    b.startsReset("ada@example.com");
    assertThat(Stores.within(SOON, () -> b.refuses(1))).isTrue();
    assertThat(
            Stores.within(
                SOON, () -> replica.cli("--raw", "ZCARD", "portcullis:revoked").equals("1")))
        .isTrue();

    master.kill();
    assertThat(Stores.within(SOON, () -> a.events().isAway() && b.events().isAway())).isTrue();
    a.logOut(2);

    assertThat(Stores.within(SOON, () -> b.refuses(2))).isTrue();
    // What the store has is read before it counts as back.
    assertThat(Stores.within(SOON, () -> a.events().isBack() && b.events().isBack())).isTrue();
    assertThat(replica.cli("--raw", "ZCARD", "portcullis:revoked")).isEqualTo("2");
    assertThat(a.startsReset("ada@example.com")).isTrue();
    assertThat(b.startsReset("ada@example.com")).isFalse();
  }

  @Test
  void a_replica_that_takes_over_from_a_frozen_server_is_found() throws Exception {
    RedisServer master = add(RedisServer.start(folder));
    RedisServer replica = replicaOf(master);
    assertThat(
            Stores.within(
                SOON, () -> replica.cli("INFO", "replication").contains("link_status:up")))
        .isTrue();
    RedisSettings settings = behindSentinel(master);
    Instance a = instance(settings);
    Instance b = instance(settings);

    master.freeze();
    assertThat(Stores.within(SOON, () -> a.events().isAway())).isTrue();
    a.logOut(1);

    assertThat(Stores.within(SOON, () -> b.refuses(1))).isTrue();
    assertThat(replica.cli("--raw", "ZCARD", "portcullis:revoked")).isEqualTo("1");
    master.thaw();
    a.logOut(2);
    assertThat(Stores.within(SOON, () -> b.refuses(2))).isTrue();
  }

  @Test
  void a_cluster_shares_everything() throws Exception {
    List<RedisServer> servers = new ArrayList<>();
    List<String> create = new ArrayList<>(List.of("--cluster", "create"));
    for (int i = 0; i < 3; i++) {
      Path own = folder.resolve("node-" + i);
      servers.add(add(RedisServer.start(own, "--cluster-enabled", "yes")));
      create.add("127.0.0.1:" + servers.get(i).port());
    }
    create.add("--cluster-yes");
    servers.getFirst().cli(create.toArray(String[]::new));
    assertThat(
            Stores.within(
                SOON,
                () ->
                    servers.stream()
                        .allMatch(it -> it.cli("CLUSTER", "INFO").contains("cluster_state:ok"))))
        .isTrue();
    RedisSettings settings =
        Stores.settings(
            "redis-cluster://127.0.0.1:"
                + servers.get(0).port()
                + ",127.0.0.1:"
                + servers.get(1).port());

    Instance a = instance(settings);
    Instance b = instance(settings);

    assertThat(a.events().all()).as("%s", b.events().all()).containsExactly("back");
    assertThat(a.logOut(1)).isTrue();
    assertThat(Stores.within(SOON, () -> b.refuses(1))).isTrue();
    for (int i = 0; i < 20; i++) {
      String user = "user-" + i + "@example.com";
      assertThat(a.startsReset(user) && b.startsReset(user) && a.startsReset(user)).isTrue();
      assertThat(b.startsReset(user)).isFalse();
      assertThat(a.renewsAlone(i)).isTrue();
      assertThat(a.triesPassword(user) && b.triesPassword(user) && a.triesPassword(user)).isTrue();
      assertThat(b.triesPassword(user)).isFalse();
    }
    assertThat(a.events().failures()).isEmpty();
    assertThat(b.events().failures()).isEmpty();
  }
}
