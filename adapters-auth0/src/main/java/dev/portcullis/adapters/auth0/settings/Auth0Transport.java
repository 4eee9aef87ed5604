package dev.portcullis.adapters.auth0.settings;

import dev.portcullis.application.protection.ProtectionSettings;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Timeouts, the connection pool and the limits of the calls to a tenant. Start with {@link
 * #defaults}; each {@code with…} method returns a copy. Immutable.
 */
public final class Auth0Transport {

  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int LEAST_FOR_SPARE = 8;

  private static final Auth0Transport DEFAULTS =
      new Auth0Transport(
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          64,
          Duration.ofSeconds(30),
          Option.none(),
          Option.none(),
          ProtectionSettings.defaults());

  private final Duration connectTimeout;
  private final Duration callTimeout;
  private final int maxConnections;
  private final Duration idleTimeout;
  private final Option<Auth0Proxy> proxy;
  private final Option<TenantTls> tls;
  private final ProtectionSettings protection;

  private Auth0Transport(
      Duration connectTimeout,
      Duration callTimeout,
      int maxConnections,
      Duration idleTimeout,
      Option<Auth0Proxy> proxy,
      Option<TenantTls> tls,
      ProtectionSettings protection) {
    this.connectTimeout = requireTimeout("connectTimeout", connectTimeout);
    this.callTimeout = requireTimeout("callTimeout", callTimeout);
    this.maxConnections = maxConnections;
    this.proxy = proxy;
    this.tls = tls;
    this.idleTimeout = requireTimeout("idleTimeout", idleTimeout);
    this.protection = protection;
    if (connectTimeout.compareTo(callTimeout) > 0) {
      throw new IllegalArgumentException(
          "connectTimeout: " + connectTimeout + " (expected: <= callTimeout " + callTimeout + ")");
    }
    if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "maxConnections: " + maxConnections + " (expected: 1-" + MAX_CONNECTIONS + ")");
    }
  }

  /** Connect within 2 s, answer within 10 s, 64 connections, each kept for 30 s without use. */
  public static Auth0Transport defaults() {
    return DEFAULTS;
  }

  /**
   * Sets both timeouts, each 1 ms to 10 min.
   *
   * @param connect limits each of: the wait for a free connection, name resolution, and TCP connect
   *     plus TLS handshake; at most {@code call}
   * @param call limits a whole call, whatever the other side does
   */
  public Auth0Transport withTimeouts(Duration connect, Duration call) {
    return new Auth0Transport(connect, call, maxConnections, idleTimeout, proxy, tls, protection);
  }

  /** The number of concurrent calls, 1 to 10,000, each over its own connection; more calls wait. */
  public Auth0Transport withMaxConnections(int value) {
    return new Auth0Transport(
        connectTimeout, callTimeout, value, idleTimeout, proxy, tls, protection);
  }

  /**
   * How long an unused connection is kept at most, 1 ms to 10 min; should be less than the tenant
   * keeps it.
   */
  public Auth0Transport withIdleTimeout(Duration value) {
    return new Auth0Transport(
        connectTimeout, callTimeout, maxConnections, value, proxy, tls, protection);
  }

  /** Reaches the tenant through this proxy. */
  public Auth0Transport withProxy(Auth0Proxy value) {
    return new Auth0Transport(
        connectTimeout,
        callTimeout,
        maxConnections,
        idleTimeout,
        Option.some(value),
        tls,
        protection);
  }

  /** Uses these files for TLS, in place of the {@code SSLContext} that is passed elsewhere. */
  public Auth0Transport withTls(TenantTls value) {
    return new Auth0Transport(
        connectTimeout,
        callTimeout,
        maxConnections,
        idleTimeout,
        proxy,
        Option.some(value),
        protection);
  }

  /**
   * How many calls the tenant takes in a second, 1 to 10,000. What its {@code x-ratelimit} headers
   * say counts if it is less, and alone without this.
   */
  public Auth0Transport withRateLimit(int perSecond) {
    return withProtection(protection.withRateLimit(perSecond));
  }

  /**
   * For how long the tenant has to answer nothing before logins are refused at once, 100 ms to 1
   * min; 1.5 s by default.
   */
  public Auth0Transport withBreakerAfter(Duration silence) {
    return withProtection(protection.withBreakerAfter(silence));
  }

  /** Sends every login, however long the tenant has answered nothing. */
  public Auth0Transport withoutBreaker() {
    return withProtection(protection.withoutBreaker());
  }

  private Auth0Transport withProtection(ProtectionSettings value) {
    return new Auth0Transport(
        connectTimeout, callTimeout, maxConnections, idleTimeout, proxy, tls, value);
  }

  public Duration connectTimeout() {
    return connectTimeout;
  }

  public Duration callTimeout() {
    return callTimeout;
  }

  public int maxConnections() {
    return maxConnections;
  }

  /**
   * As many connections as may be open: one for each call, and where there may be eight calls and
   * more, one more for finding out whether a tenant that hangs answers again.
   */
  public int mostOpen() {
    return maxConnections < LEAST_FOR_SPARE ? maxConnections : maxConnections + 1;
  }

  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** The proxy; none if tenants are connected to directly. */
  public Option<Auth0Proxy> proxy() {
    return proxy;
  }

  /** The proxy for a tenant of this host; none if it is connected to directly. */
  public Option<Auth0Proxy> proxyFor(String host) {
    return proxy.filter(it -> it.isFor(host));
  }

  /** The files for TLS, if there are any. */
  public Option<TenantTls> tls() {
    return tls;
  }

  /** How the tenant is protected from this gateway. */
  public ProtectionSettings protection() {
    return protection.withConcurrent(maxConnections);
  }

  @Override
  public String toString() {
    return "Auth0Transport[connect "
        + connectTimeout
        + ", call "
        + callTimeout
        + ", "
        + maxConnections
        + " connections, idle "
        + idleTimeout
        + proxy.fold(() -> "", it -> ", through " + it)
        + tls.fold(() -> "", it -> ", " + it)
        + "]";
  }

  private static Duration requireTimeout(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: PT0.001S-" + MAX_TIMEOUT + ")");
    }
    return value;
  }
}
