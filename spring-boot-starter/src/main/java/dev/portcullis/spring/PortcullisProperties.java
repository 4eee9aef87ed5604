package dev.portcullis.spring;

import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * What an application's properties below {@code portcullis} say. Nothing is checked here; {@link
 * PropertyReader} and {@link AddressReader} do that, for all of them at once. Prints no secret.
 */
@ConfigurationProperties("portcullis")
record PortcullisProperties(
    @DefaultValue("tenant") String name,
    @DefaultValue Auth0 auth0,
    @DefaultValue ClientIp clientIp,
    @DefaultValue Callers callers,
    @DefaultValue Log log,
    @Nullable String resetPage) {

  record Auth0(
      @Nullable String domain,
      @Nullable String clientId,
      @Nullable String clientSecret,
      @Nullable String oldClientSecret,
      @DefaultValue("client-secret-post") ClientAuthentication authenticationMethod,
      @Nullable String realm,
      @Nullable String audience,
      @Nullable String scope,
      @Nullable String resetConnection,
      @Name("text-401-is-wrong-credentials") @DefaultValue("false") boolean text401,
      @Nullable Duration connectTimeout,
      @Nullable Duration totalTimeout,
      @Nullable Integer maxConnections,
      @Nullable Duration idleTimeout,
      @Nullable Integer rateLimit,
      @DefaultValue("true") boolean breaker,
      @Nullable Duration breakerAfter,
      @DefaultValue Proxy proxy,
      @Nullable String trust,
      @Nullable String clientCertificate,
      @Nullable String clientKey) {

    @Override
    public String toString() {
      return "Auth0[" + domain + ", " + clientId + "]";
    }
  }

  /** The proxy on the way to the tenant. */
  record Proxy(
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      @DefaultValue List<String> noProxy) {

    @Override
    public String toString() {
      return "Proxy[redacted]";
    }
  }

  /** The same keys as {@code client-ip} of the stand-alone gateway's file. */
  record ClientIp(
      @DefaultValue("xff") Source source,
      @Nullable String headerName,
      @DefaultValue("ip") AddressSource.Format headerFormat,
      @DefaultValue List<String> trustedProxies,
      @DefaultValue List<String> trustedPeers,
      @DefaultValue List<String> trustedCertificates,
      @Nullable Integer trustedHops,
      @Nullable DirectAccess directAccess,
      @DefaultValue("false") boolean unixPeerTrusted,
      @DefaultValue PrivateResult privateResult,
      @DefaultValue List<String> selfRanges,
      @DefaultValue("note") Conflicts conflicts,
      @DefaultValue OriginProof originProof) {}

  /** What carries the address of the user. */
  enum Source {
    XFF,
    FORWARDED,
    HEADER,
    PEER
  }

  record PrivateResult(@DefaultValue List<String> allow) {}

  record OriginProof(@Nullable String header, @DefaultValue List<String> values) {

    @Override
    public String toString() {
      return "OriginProof[" + header + "]";
    }
  }

  /** The same keys as {@code callers} of the stand-alone gateway's file. */
  record Callers(@DefaultValue List<String> origins, @DefaultValue MayChoose mayChoose) {}

  record MayChoose(
      @DefaultValue List<String> audience,
      @DefaultValue List<String> scope,
      @DefaultValue List<String> realm) {}

  record Log(@DefaultValue("hashed") Identifiers identifiers, @Nullable String identifierKey) {

    @Override
    public String toString() {
      return "Log[" + identifiers + "]";
    }
  }

  /** How events name users. */
  enum Identifiers {
    HASHED,
    PLAIN
  }
}
