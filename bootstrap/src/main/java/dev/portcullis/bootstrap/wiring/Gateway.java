package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.server.GatewayServer;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.ListenAddress;
import dev.portcullis.adapters.http.server.PublicListener;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.shared.SharedStore;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.embed.GuardedUseCases;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.function.Supplier;

/** A wired gateway that has not been started yet. */
public final class Gateway {

  private final HttpSettings settings;
  private final Map<String, PublicListener> listeners;
  private final HttpApi admin;
  private final Readiness readiness;
  private final Supplier<RequestId> ids;
  private final GuardedUseCases useCases;
  private final Watching watching;
  private final Option<ClientWatch> client;
  private final Option<SharedStore> shared;
  private final GatewayModule.Upstream upstream;
  private final ConnectionMeters meters;
  private final InstantSource time;

  Gateway(
      HttpSettings settings,
      Map<String, PublicListener> listeners,
      HttpApi admin,
      Readiness readiness,
      Supplier<RequestId> ids,
      GuardedUseCases useCases,
      Watching watching,
      Option<ClientWatch> client,
      Option<SharedStore> shared,
      GatewayModule.Upstream upstream,
      ConnectionMeters meters,
      InstantSource time) {
    this.settings = settings;
    this.listeners = listeners;
    this.admin = admin;
    this.readiness = readiness;
    this.ids = ids;
    this.useCases = useCases;
    this.watching = watching;
    this.client = client;
    this.shared = shared;
    this.upstream = upstream;
    this.meters = meters;
    this.time = time;
  }

  /**
   * Connects to the shared store, if there is one, and opens every listener.
   *
   * @throws IllegalStateException if a port cannot be bound, or a file of TLS cannot be used; the
   *     message names the key of the listener
   */
  public Running start() {
    // What the other instances have revoked is known before the first request.
    shared.forEach(store -> store.start(readiness));
    GatewayServer server = listen();
    meters.of(settings, server::connections);
    watching.start(readiness);
    client.forEach(watch -> watch.start(readiness));
    return new Running(
        server,
        watching,
        useCases,
        () -> {
          client.forEach(ClientWatch::close);
          upstream.close();
        });
  }

  private GatewayServer listen() {
    try {
      return GatewayServer.start(
          settings, listener -> listener(listener.name()), admin, readiness, ids, time);
    } catch (GatewayServer.UnopenedListenerException e) {
      throw new IllegalStateException(Settings.listenKey(e.listener()) + ": " + e.getMessage(), e);
    }
  }

  /** Proves that Auth0 accepts the application's secret, and watches it; none without Auth0. */
  public Option<ClientWatch> client() {
    return client;
  }

  /**
   * What determines the client addresses of a public listener, so that its settings can be
   * replaced.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ClientAddresses addresses(String listener) {
    return listener(listener).addresses();
  }

  /**
   * Every endpoint, by the name of its public listener; those of the admin listener are under
   * {@code operators}.
   */
  public Map<String, Seq<Endpoint>> endpoints() {
    return listeners
        .mapValues(listener -> listener.api().endpoints())
        .put("operators", admin.endpoints());
  }

  private PublicListener listener(String name) {
    return listeners
        .get(name)
        .getOrElseThrow(
            () -> new IllegalArgumentException("name: " + name + " (expected: a listener's)"));
  }

  /** A gateway that answers. */
  public static final class Running implements AutoCloseable {

    private final GatewayServer server;
    private final Watching watching;
    private final GuardedUseCases useCases;
    private final GatewayModule.Upstream upstream;

    private Running(
        GatewayServer server,
        Watching watching,
        GuardedUseCases useCases,
        GatewayModule.Upstream upstream) {
      this.server = server;
      this.watching = watching;
      this.useCases = useCases;
      this.upstream = upstream;
    }

    /** The port of the first public listener. */
    public int port() {
      return server.port();
    }

    /**
     * The port of a public listener.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public int port(String listener) {
      return server.port(listener);
    }

    /** Where the first public listener listens. */
    public ListenAddress users() {
      return server.where().head()._2();
    }

    /** Where the admin listener listens. */
    public ListenAddress operators() {
      return server.adminWhere();
    }

    /** Sets what load balancers see until the stop; logins are answered either way. */
    public void ready(boolean value) {
      server.ready(value);
    }

    public int operatorsPort() {
      return server.adminPort();
    }

    /**
     * Takes no more logins, lets those and resets under way end, then closes the connections to
     * Auth0.
     */
    @Override
    public void close() {
      server.close();
      useCases.close();
      watching.close();
      upstream.close();
    }
  }
}
