package dev.portcullis.adapters.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the store. It is not restored when it breaks: a restored one would send
 * commands a second time, so another is opened in its place.
 */
final class RedisLink {

  /** How long connecting may take, and each step of signing in. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** Commands that wait for an answer, two for each login; more are refused. */
  private static final int QUEUE = 20_000;

  private final StatefulConnection<String, String> connection;
  private final RedisClusterAsyncCommands<String, String> commands;

  private RedisLink(
      StatefulConnection<String, String> connection,
      RedisClusterAsyncCommands<String, String> commands) {
    this.connection = connection;
    this.commands = commands;
  }

  /**
   * Opens connections, one after the other. One client for all: a client that is closed ends
   * threads on which a connection may still be signing in.
   */
  static final class Opener {

    private final ClientResources resources;
    private final RedisSettings settings;
    private final Supplier<Option<RedisPassword>> password;
    private @Nullable RedisClient server;
    private @Nullable RedisClusterClient cluster;

    Opener(
        ClientResources resources,
        RedisSettings settings,
        Supplier<Option<RedisPassword>> password) {
      this.resources = resources;
      this.settings = settings;
      this.password = password;
    }

    /**
     * Connects, which takes some seconds at most.
     *
     * @throws RuntimeException if it fails
     */
    RedisLink open() {
      return settings.url().kind() == RedisUrl.Kind.CLUSTER ? openCluster() : openServer();
    }

    private RedisLink openServer() {
      RedisClient client = server;
      if (client == null) {
        RedisUrl url = settings.url();
        client =
            RedisClient.create(
                resources,
                url.kind() == RedisUrl.Kind.SENTINEL
                    ? signedIn(sentinels(url), settings, password)
                    : node(url.nodes().head(), settings, password));
        server = client;
        client.setOptions(options(ClientOptions.builder(), settings).build());
      }
      StatefulRedisConnection<String, String> connection = client.connect(TextCodec.INSTANCE);
      return new RedisLink(connection, connection.async());
    }

    private RedisLink openCluster() {
      RedisClusterClient client = cluster;
      if (client == null) {
        client =
            RedisClusterClient.create(
                resources, settings.url().nodes().map(node -> node(node, settings, password)));
        cluster = client;
        client.setOptions(
            (ClusterClientOptions) options(ClusterClientOptions.builder(), settings).build());
      } else {
        client.refreshPartitions();
      }
      StatefulRedisClusterConnection<String, String> connection =
          client.connect(TextCodec.INSTANCE);
      return new RedisLink(connection, connection.async());
    }

    /** Closes what is open; takes two seconds at most. */
    void close() {
      for (AbstractRedisClient client :
          Option.<AbstractRedisClient>of(server).orElse(Option.of(cluster))) {
        Void unused =
            client
                .shutdownAsync(0, 1, TimeUnit.SECONDS)
                .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                .join();
      }
    }
  }

  private static RedisURI sentinels(RedisUrl url) {
    RedisURI.Builder builder = RedisURI.builder();
    for (RedisUrl.Node node : url.nodes()) {
      RedisURI sentinel =
          RedisURI.builder()
              .withHost(node.host())
              .withPort(node.port())
              .withSsl(url.tls())
              .withTimeout(CONNECT)
              .build();
      builder = builder.withSentinel(sentinel);
    }
    RedisURI uri = builder.withSentinelMasterId(url.master().get()).build();
    uri.setSsl(url.tls());
    return uri;
  }

  private static RedisURI node(
      RedisUrl.Node node, RedisSettings settings, Supplier<Option<RedisPassword>> password) {
    return signedIn(
        RedisURI.builder()
            .withHost(node.host())
            .withPort(node.port())
            .withSsl(settings.url().tls())
            .build(),
        settings,
        password);
  }

  private static RedisURI signedIn(
      RedisURI uri, RedisSettings settings, Supplier<Option<RedisPassword>> password) {
    uri.setTimeout(CONNECT);
    uri.setDatabase(settings.url().database());
    if (settings.password().isDefined()) {
      uri.setCredentialsProvider(
          RedisCredentialsProvider.from(
              () ->
                  RedisCredentials.just(
                      settings.user().getOrElse("default"),
                      password.get().orElse(settings.password()).get().reveal())));
    }
    return uri;
  }

  private static ClientOptions.Builder options(
      ClientOptions.Builder builder, RedisSettings settings) {
    SslOptions.Builder tls = SslOptions.builder().jdkSslProvider().handshakeTimeout(CONNECT);
    for (Path authorities : settings.authorities()) {
      tls = tls.trustManager(authorities.toFile());
    }
    return builder
        .autoReconnect(false)
        .disconnectedBehavior(
            settings.url().kind() == RedisUrl.Kind.CLUSTER
                // Each server of a cluster is connected to with the first command for it.
                ? ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS
                : ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(QUEUE)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .sslOptions(tls.build())
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(CONNECT)
                .keepAlive(true)
                .tcpNoDelay(true)
                .build());
  }

  RedisClusterAsyncCommands<String, String> commands() {
    return commands;
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  /** Starts to close it. */
  void close() {
    var unused = connection.closeAsync();
  }
}
