package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.api.Readiness;
import dev.portcullis.adapters.http.exchange.Router;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.server.GatewayServer;
import dev.portcullis.adapters.http.server.GatewayServer.Entrance;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Map;
import java.util.function.Supplier;

/** A wired gateway that has not been started yet. */
public final class Gateway {

  private final HttpSettings settings;
  private final Map<String, Entrance> users;
  private final Router operators;
  private final Readiness readiness;
  private final Supplier<RequestId> ids;
  private final Background background;
  private final Watching watching;
  private final GatewayModule.Upstream upstream;

  Gateway(
      HttpSettings settings,
      Map<String, Entrance> users,
      Router operators,
      Readiness readiness,
      Supplier<RequestId> ids,
      Background background,
      Watching watching,
      GatewayModule.Upstream upstream) {
    this.settings = settings;
    this.users = users;
    this.operators = operators;
    this.readiness = readiness;
    this.ids = ids;
    this.background = background;
    this.watching = watching;
    this.upstream = upstream;
  }

  /**
   * Opens every listener.
   *
   * @throws RuntimeException if a port cannot be bound
   */
  public Running start() {
    GatewayServer server =
        GatewayServer.start(
            settings, listener -> entrance(listener.name()), operators, readiness, ids);
    watching.start(readiness);
    return new Running(server, watching, background, upstream);
  }

  /**
   * What decides the addresses of a listener for users, so that it can be told other settings.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public ClientAddresses addresses(String listener) {
    return entrance(listener).addresses();
  }

  private Entrance entrance(String listener) {
    return users
        .get(listener)
        .getOrElseThrow(
            () -> new IllegalArgumentException("name: " + listener + " (expected: a listener's)"));
  }

  /** A gateway that answers. */
  public static final class Running implements AutoCloseable {

    private final GatewayServer server;
    private final Watching watching;
    private final Background background;
    private final GatewayModule.Upstream upstream;

    private Running(
        GatewayServer server,
        Watching watching,
        Background background,
        GatewayModule.Upstream upstream) {
      this.server = server;
      this.watching = watching;
      this.background = background;
      this.upstream = upstream;
    }

    /** The port of the first listener for users. */
    public int port() {
      return server.port();
    }

    /**
     * The port of a listener for users.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public int port(String listener) {
      return server.port(listener);
    }

    /** Tells the balancer whether to send logins here; they are answered all the same. */
    public void ready(boolean value) {
      server.ready(value);
    }

    public int operatorsPort() {
      return server.operatorsPort();
    }

    /**
     * Takes no more logins, lets those and resets under way end, then closes the connections to
     * Auth0.
     */
    @Override
    public void close() {
      server.close();
      background.close();
      watching.close();
      upstream.close();
    }
  }
}
