package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.vavr.control.Option;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves HTTP/1.1, after a PROXY header where the listener requires one. It must be the only
 * selector of its listener: only then does it receive a connection of which nothing has been read.
 */
final class HelidonProxySelector implements ServerConnectionSelector {

  private final Supplier<Option<ProxyGate>> gates;
  private final ServerConnectionSelector http =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();

  HelidonProxySelector(Supplier<Option<ProxyGate>> gates) {
    this.gates = gates;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext unread) {
    HelidonContext context = new HelidonContext(unread);
    return gates
        .get()
        .fold(
            () -> http.connection(context),
            gate -> new HelidonProxyConnection(context, http, gate));
  }
}
