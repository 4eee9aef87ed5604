package dev.portcullis.domain.address;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;

/** Decides whose address a request comes from: a total function, safe for concurrent use. */
public final class AddressResolver {

  private static final String SOURCE = "X-Forwarded-For";

  private final ClientAddressPolicy policy;

  public AddressResolver(ClientAddressPolicy policy) {
    this.policy = policy;
  }

  public AddressResolution resolve(RequestOrigin origin) {
    if (origin.peer().isEmpty()) {
      return new Rejected(RejectionReason.PEER_UNKNOWN);
    }
    IpAddress peer = origin.peer().get();
    if (!policy.trustedProxies().contains(peer)) {
      return policy.directAccess() == DirectAccess.ALLOW
          ? accept(peer, Via.PEER)
          : new Rejected(RejectionReason.UNTRUSTED_PEER);
    }
    if (nominatesSource(origin)) {
      return new Rejected(RejectionReason.CONNECTION_NOMINATES_SOURCE);
    }
    return ForwardedHops.of(origin.headers().named(SOURCE))
        .flatMap(hops -> hops.rightmostUntrusted(policy.trustedProxies()))
        .fold(Rejected::new, address -> accept(address, Via.X_FORWARDED_FOR));
  }

  /** RFC 9110 section 7.6.1: a header named in Connection is removed by the next proxy. */
  private static boolean nominatesSource(RequestOrigin origin) {
    return origin
        .headers()
        .named("Connection")
        .exists(
            line -> {
              for (String option : line.split(",", -1)) {
                if (option.strip().equalsIgnoreCase(SOURCE)) {
                  return true;
                }
              }
              return false;
            });
  }

  private AddressResolution accept(IpAddress address, Via via) {
    if (SpecialPurpose.isNoHost(address)) {
      return new Rejected(RejectionReason.NOT_A_HOST);
    }
    boolean reserved =
        SpecialPurpose.isReserved(address)
            && !policy.reservedResults().exists(range -> range.contains(address));
    return reserved
        ? new Rejected(RejectionReason.RESERVED_RESULT)
        : new Resolved(new ClientAddress(address), via);
  }
}
