package dev.portcullis.doctor.check;

import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What the gateway's own settings expect of tenant and host.
 *
 * @param method how the gateway authenticates
 * @param realm the connection that logins name, if they name one
 * @param refresh whether refresh tokens are requested
 * @param policies how each listener establishes addresses
 * @param egress the gateway's own addresses as the tenant sees them, as far as they are configured
 * @param loginsPerSecond the traffic expected at its peak
 * @param canary the user name of the doctor's own logins, as the tenant logs it
 * @param domain the tenant's host name, as the gateway reaches it
 * @param streamed whether a log stream of the tenant is to deliver to the gateway
 * @param accepted what operators accept although it is wrong
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
    Option<String> canary,
    String domain,
    boolean streamed,
    Seq<Acceptance> accepted,
    Timeouts timeouts) {

  /** How long the gateway waits for the tenant. */
  public record Timeouts(Duration connect, Duration total) {}

  /** No realm, audience, refresh tokens, listeners, addresses and traffic are configured. */
  public static Expectations of(String clientId, AuthenticationMethod method, Timeouts timeouts) {
    return new Expectations(
        clientId,
        method,
        Option.none(),
        Option.none(),
        false,
        HashMap.empty(),
        IpRangeSet.EMPTY,
        Option.none(),
        Option.none(),
        "",
        false,
        Vector.empty(),
        timeouts);
  }

  public Expectations withRealm(Option<String> other) {
    return new Expectations(
        clientId,
        method,
        other,
        audience,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withAudience(Option<String> other) {
    return new Expectations(
        clientId,
        method,
        realm,
        other,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withRefresh(boolean other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        other,
        policies,
        egress,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withPolicies(Map<String, ClientAddressPolicy> other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        other,
        egress,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withEgress(IpRangeSet other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        other,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withLoginsPerSecond(Option<Integer> other) {
    return new Expectations(
        clientId, method, realm, audience, refresh, policies, egress, other, canary, domain,
        streamed, accepted, timeouts);
  }

  public Expectations withCanary(Option<String> other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        other,
        domain,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withDomain(String other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        canary,
        other,
        streamed,
        accepted,
        timeouts);
  }

  public Expectations withStreamed(boolean other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        canary,
        domain,
        other,
        accepted,
        timeouts);
  }

  public Expectations withAccepted(Seq<Acceptance> other) {
    return new Expectations(
        clientId,
        method,
        realm,
        audience,
        refresh,
        policies,
        egress,
        loginsPerSecond,
        canary,
        domain,
        streamed,
        other,
        timeouts);
  }

  /** What is accepted on the day of this time. */
  public Seq<Acceptance> accepted(Instant time) {
    LocalDate today = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return accepted.filter(it -> it.holds(today));
  }

  /** Whether this is the address of a proxy in front of the gateway. */
  public boolean isProxy(IpAddress address) {
    return policies.values().exists(policy -> policy.trustedProxies().contains(address));
  }

  /** Whether a listener accepts this private or reserved address as an end user's. */
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
