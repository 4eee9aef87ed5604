package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves HTTP/1.1, after a PROXY header where the listener requires one. It must be the only
 * selector of its listener: only then does it receive a connection of which nothing has been read.
 */
final class HelidonProxySelector implements ServerConnectionSelector {

  private final ClientAddresses addresses;
  private final Journal journal;
  private final Supplier<RequestId> ids;
  private final ServerConnectionSelector http =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();

  HelidonProxySelector(ClientAddresses addresses, Journal journal, Supplier<RequestId> ids) {
    this.addresses = addresses;
    this.journal = journal;
    this.ids = ids;
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
    AddressResolver resolver = addresses.resolver();
    return resolver
        .policy()
        .proxyProtocol()
        .fold(
            () -> http.connection(context),
            required ->
                new HelidonProxyConnection(context, http, resolver, required, this::refused));
  }

  private void refused(Peer peer, RejectionReason reason) {
    RequestId id = ids.get();
    journal.record(new GatewayEvent.RequestRefused(id, addresses.listener(), reason));
    addresses.closed(peer, reason, id);
  }
}
