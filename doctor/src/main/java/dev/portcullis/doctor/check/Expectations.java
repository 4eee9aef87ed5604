package dev.portcullis.doctor.check;

import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What the gateway's own settings expect of tenant and machine.
 *
 * @param method how the gateway authenticates
 * @param realm the connection that logins name, if they name one
 * @param refresh whether refresh tokens are asked for
 * @param policies how each listener establishes addresses
 * @param egress the gateway's own addresses as the tenant sees them, as far as they are known
 * @param loginsPerSecond the traffic to be expected at its peak
 */
public record Expectations(
    String clientId,
    AuthenticationMethod method,
    Option<String> realm,
    Option<String> audience,
    boolean refresh,
    Map<String, ClientAddressPolicy> policies,
    IpRangeSet egress,
    Option<Integer> loginsPerSecond,
    Timeouts timeouts) {

  /** How long the gateway waits for the tenant. */
  public record Timeouts(Duration connect, Duration total) {}

  /** The same with more addresses of the gateway's own. */
  public Expectations withEgress(Iterable<IpAddress> more) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        IpRangeSet.of(
            egress
                .ranges()
                .appendAll(
                    io.vavr.collection.Vector.ofAll(more)
                        .filter(address -> !egress.contains(address))
                        .map(address -> new IpRange(address, address.bits())))
                .distinct()),
        loginsPerSecond,
        timeouts);
  }

  /** Whether this is a proxy's address before the gateway. */
  public boolean isProxy(IpAddress address) {
    return policies.values().exists(policy -> policy.trustedProxies().contains(address));
  }

  /** Whether a listener takes this private or reserved address for an end user's. */
  public boolean mayBeUser(IpAddress address) {
    return policies
        .values()
        .exists(
            policy ->
                switch (policy.privateResult()) {
                  case ClientAddressPolicy.PrivateResult.Reject() -> !address.isReserved();
                  case ClientAddressPolicy.PrivateResult.Allow() -> true;
                  case ClientAddressPolicy.PrivateResult.AllowOnly(var ranges) ->
                      !address.isReserved() || ranges.contains(address);
                });
  }
}
