package dev.portcullis.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application's properties below {@code portcullis} say. Nothing is checked here; {@link
 * PropertyReader} does that, for all of them at once. Prints no secret.
 */
@ConfigurationProperties("portcullis")
record PortcullisProperties(
    @DefaultValue("tenant") String name,
    @DefaultValue Auth0 auth0,
    @DefaultValue ClientIp clientIp,
    @Nullable String resetPage) {

  record Auth0(
      @Nullable String domain,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable String oldClientSecret,
      @Nullable String realm,
      @Nullable String audience,
      @Nullable String scope,
      @Nullable String resetConnection) {

    @Override
    public String toString() {
      return "Auth0[" + domain + ", " + clientId + "]";
    }
  }

  /** The same keys as {@code client-ip} of the stand-alone gateway's file. */
  record ClientIp(
      @DefaultValue("xff") Source source,
      @DefaultValue List<String> trustedProxies,
      @DefaultValue List<String> trustedPeers,
      @Nullable Integer trustedHops,
      @DefaultValue PrivateResult privateResult,
      @DefaultValue List<String> selfRanges) {}

  /** What carries the address of the user. */
  enum Source {
    XFF,
    FORWARDED,
    PEER
  }

  record PrivateResult(@DefaultValue List<String> allow) {}
}
