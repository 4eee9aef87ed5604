package dev.portcullis.benchmarks;

import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/**
 * From the socket's bytes and the header's line to a {@code ClientAddress}, all checks included.
 */
final class PortcullisDecider implements Decider {

  private final AddressResolver resolver;
  private final byte[][] peers;
  private final HeaderLines[] headers;

  PortcullisDecider(Scenario scenario) {
    this.resolver =
        new AddressResolver(
            ClientAddressPolicy.behind(
                IpRangeSet.of(
                    scenario.ranges().stream()
                        .map(text -> IpRange.parse(text).getOrElseThrow(AssertionError::new))
                        .toList())));
    this.peers =
        scenario.requests().stream().map(each -> each.peer().getAddress()).toArray(byte[][]::new);
    this.headers =
        scenario.requests().stream()
            .map(each -> lines(each.xForwardedFor()))
            .toArray(HeaderLines[]::new);
  }

  private static HeaderLines lines(String xForwardedFor) {
    Seq<String> lines = Vector.of(xForwardedFor);
    return name -> name.equals("X-Forwarded-For") ? lines : Vector.empty();
  }

  @Override
  public Object decide(int request) {
    Peer peer = new Peer.Inet(IpAddress.ofBytes(peers[request]).get());
    return switch (resolver.resolve(RequestOrigin.of(peer, headers[request]))) {
      case AddressResolution.Resolved resolved -> resolved.address();
      case AddressResolution.Rejected rejected ->
          throw new IllegalStateException(rejected.reason().code());
    };
  }
}
