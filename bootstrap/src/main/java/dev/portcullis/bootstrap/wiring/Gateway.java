package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.GatewayServer;
import dev.portcullis.adapters.http.HttpSettings;
import dev.portcullis.adapters.http.Readiness;
import dev.portcullis.adapters.http.Router;
import dev.portcullis.domain.login.RequestId;
import java.util.function.Supplier;

/** A wired gateway that has not been started yet. */
public final class Gateway {

  private final HttpSettings settings;
  private final Router users;
  private final Router operators;
  private final Readiness readiness;
  private final Supplier<RequestId> ids;
  private final GatewayModule.Upstream upstream;

  Gateway(
      HttpSettings settings,
      Router users,
      Router operators,
      Readiness readiness,
      Supplier<RequestId> ids,
      GatewayModule.Upstream upstream) {
    this.settings = settings;
    this.users = users;
    this.operators = operators;
    this.readiness = readiness;
    this.ids = ids;
    this.upstream = upstream;
  }

  /**
   * Opens both listeners.
   *
   * @throws RuntimeException if a port cannot be bound
   */
  public Running start() {
    return new Running(GatewayServer.start(settings, users, operators, readiness, ids), upstream);
  }

  /** A gateway that answers. */
  public static final class Running implements AutoCloseable {

    private final GatewayServer server;
    private final GatewayModule.Upstream upstream;

    private Running(GatewayServer server, GatewayModule.Upstream upstream) {
      this.server = server;
      this.upstream = upstream;
    }

    public int port() {
      return server.port();
    }

    public int operatorsPort() {
      return server.operatorsPort();
    }

    /** Takes no more logins, lets those under way end, then closes the connections to Auth0. */
    @Override
    public void close() {
      server.close();
      upstream.close();
    }
  }
}
