package dev.portcullis.embed;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Gateways of tests: behind a proxy on this machine, with users at documentation addresses. */
final class Gates {

  static final ClientAddressPolicy BEHIND_LOOPBACK =
      ClientAddressPolicy.behind(IpRangeSet.parse("127.0.0.0/8"))
          .withPrivateResult(
              new PrivateResult.AllowOnly(
                  IpRangeSet.parse("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")));

  private Gates() {}

  /** The application that the emulated tenant trusts. */
  static Auth0Settings settings(EmulatedTenant tenant) {
    return Auth0Settings.of(
            tenant.address(), tenant.clientId(), new ClientSecret(tenant.clientSecret()))
        .withScope("openid offline_access")
        .withAudience("https://api.example.com")
        .withResetConnection(tenant.connection());
  }

  static Auth0Settings settings(URI tenant) {
    return Auth0Settings.of(tenant, "the-client-id", new ClientSecret("the-client-secret"));
  }

  static Portcullis.Builder gate(Auth0Settings settings) {
    return Portcullis.builder().name("acme").auth0(settings).addresses(BEHIND_LOOPBACK);
  }

  /** A request through the proxy, from this address. */
  static RequestOrigin userAt(String address) {
    return Origins.of(proxy(), Map.of("x-forwarded-for", List.of(address)));
  }

  /** A request that does not name its address. */
  static RequestOrigin fromNowhere() {
    return Origins.of(proxy(), Map.of());
  }

  static InetSocketAddress proxy() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
  }
}
