package dev.portcullis.adapters.http.server;

import org.junit.jupiter.api.Nested;

/**
 * What the HTTP server of the gateway must do with what clients and attackers send, over real
 * sockets. Extend it with an engine; {@link RequestTable} explains the tables.
 */
abstract class ServerAcceptance {

  abstract ServerEngine engine();

  /** Where a body begins and ends. */
  @Nested
  class Framing extends FramingAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** Request lines and header lines. */
  @Nested
  class Heads extends HeadAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** Versions and methods. */
  @Nested
  class Versions extends VersionAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** Several requests on a connection, and its ends. */
  @Nested
  class Exchanges extends ExchangeAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** What is in a body. */
  @Nested
  class Bodies extends BodyAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** Clients that are slow or silent. */
  @Nested
  class Deadlines extends DeadlineAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** How many connections there may be. */
  @Nested
  class Limits extends LimitAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** Requests with small errors. */
  @Nested
  class Mutations extends MutationAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }

  /** What is left of a request. */
  @Nested
  class Memory extends HeapAcceptance {
    @Override
    String owner() {
      return ServerAcceptance.this.getClass().getName();
    }
  }

  /** A real proxy in front. */
  @Nested
  class BehindProxies extends BehindProxyAcceptance {
    @Override
    ServerEngine engine() {
      return ServerAcceptance.this.engine();
    }
  }
}
