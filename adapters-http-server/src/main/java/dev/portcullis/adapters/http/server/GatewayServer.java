package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.domain.login.RequestId;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.vavr.collection.Map;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Binds {@link HttpApi} to an HTTP server: Helidon SE on virtual threads, HTTP/1.1. Any number of
 * public listeners, one admin listener.
 */
public final class GatewayServer implements AutoCloseable {

  /** Per listener; each may hold a header of 16 KiB and a body of 32 KiB. */
  private static final int MOST_CONNECTIONS = 4096;

  private final Map<String, WebServer> listeners;
  private final WebServer admin;
  private final Readiness readiness;

  private GatewayServer(Map<String, WebServer> listeners, WebServer admin, Readiness readiness) {
    this.listeners = listeners;
    this.admin = admin;
    this.readiness = readiness;
  }

  /**
   * Starts all listeners.
   *
   * @param listeners what each public listener serves, called once for each
   * @param admin what the admin listener serves
   * @param readiness set once all listeners are open, and reset by {@link #close}
   * @param ids supplies ids for connections that are closed before there is a request
   * @throws IllegalStateException if a port cannot be bound
   */
  public static GatewayServer start(
      HttpSettings settings,
      Function<UserListener, PublicListener> listeners,
      HttpApi admin,
      Readiness readiness,
      Supplier<RequestId> ids) {
    // A server for each, because one server stops its listeners one after the other, and the last
    // would take logins while the first waits for its own to end.
    Map<String, WebServer> open =
        settings
            .users()
            .toLinkedMap(
                UserListener::name,
                listener -> forPublic(listener, listeners.apply(listener), settings, ids));
    GatewayServer server =
        new GatewayServer(
            open,
            builder()
                .update(it -> configure(it, settings.operators(), settings, admin))
                .addProtocol(Http1Config.create())
                .build(),
            readiness);
    try {
      server.listeners.values().forEach(GatewayServer::open);
      open(server.admin);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    readiness.set(true);
    return server;
  }

  /**
   * The server itself logs a failure with its stack trace and returns normally; so the address is
   * tried first, and the result checked.
   */
  private static void open(WebServer server) {
    String where = server.prototype().host() + ":" + server.prototype().port();
    InetSocketAddress address =
        new InetSocketAddress(server.prototype().host(), server.prototype().port());
    try (ServerSocketChannel trial = ServerSocketChannel.open()) {
      trial.bind(address);
    } catch (IOException | UnresolvedAddressException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + where
              + (e instanceof BindException
                  ? ": the port is in use, or the address is not local"
                  : ": no such address")
              + ". Stop the program that uses it, or choose another",
          e);
    }
    server.start();
    if (!server.isRunning()) {
      throw new IllegalStateException("cannot listen on " + where);
    }
  }

  private static WebServer forPublic(
      UserListener listener,
      PublicListener served,
      HttpSettings settings,
      Supplier<RequestId> ids) {
    return builder()
        .update(it -> configure(it, listener.where(), settings, served.api()))
        .addConnectionSelector(new HelidonProxySelector(served.addresses(), served.journal(), ids))
        .build();
  }

  private static WebServerConfig.Builder builder() {
    // HTTP/1.1 only, even if other protocols are on the class path.
    return WebServer.builder()
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false);
  }

  private static void configure(
      ListenerConfig.BuilderBase<?, ?> listener,
      HttpSettings.Listener where,
      HttpSettings settings,
      HttpApi api) {
    RequestPipeline pipeline = new RequestPipeline(api);
    listener
        .host(where.host())
        .port(where.port())
        .shutdownGracePeriod(settings.drain())
        .idleConnectionTimeout(settings.idle())
        .maxTcpConnections(MOST_CONNECTIONS)
        // A channel's buffers, the last request in them, could not be wiped.
        .useNio(false)
        .connectionOptions(
            SocketOptions.builder().tcpNoDelay(true).readTimeout(Duration.ZERO).build())
        .directHandlers(pipeline.unreadable())
        .routing(HttpRouting.builder().any(pipeline));
  }

  /** The port of the first public listener. */
  public int port() {
    return listeners.head()._2().port();
  }

  /**
   * The port of a public listener.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int port(String name) {
    return listeners
        .get(name)
        .map(WebServer::port)
        .getOrElseThrow(
            () -> new IllegalArgumentException("name: " + name + " (expected: a listener's)"));
  }

  /** Sets what load balancers see; logins are answered either way. */
  public void ready(boolean value) {
    readiness.set(value);
  }

  /** The port of the admin listener. */
  public int adminPort() {
    return admin.port();
  }

  /**
   * Becomes unready, accepts no more connections on any public listener, waits for logins in
   * progress to end, and then stops the admin listener.
   */
  @Override
  public void close() {
    readiness.set(false);
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      listeners.values().forEach(server -> all.execute(server::stop));
    }
    admin.stop();
  }
}
