package dev.portcullis.adapters.auth0.settings;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * The HTTP proxy through which the tenant is reached, with CONNECT (RFC 9110 section 9.3.6): TLS is
 * between the gateway and the tenant, and the proxy reads nothing of it. If the proxy cannot be
 * used, the tenant is unreachable; it is never connected to directly instead. Start with {@link
 * #of}; each {@code with…} method returns a copy. Immutable; prints no secret.
 */
public final class Auth0Proxy {

  private final String host;
  private final int port;
  private final Option<String> user;
  private final Option<ClientSecret> password;
  private final Seq<String> direct;

  private Auth0Proxy(
      String host,
      int port,
      Option<String> user,
      Option<ClientSecret> password,
      Seq<String> direct) {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
    this.direct = direct;
  }

  /**
   * A proxy that asks for no password, for every tenant.
   *
   * @param url {@code http://HOST:PORT}
   * @throws IllegalArgumentException if it is no such URL, or has a user or a password in it; the
   *     message does not contain it
   */
  public static Auth0Proxy of(URI url) {
    boolean bare =
        "http".equalsIgnoreCase(url.getScheme())
            && url.getHost() != null
            && url.getPort() > 0
            && url.getPort() <= 65_535
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
    if (!bare) {
      throw new IllegalArgumentException(
          "url: not a proxy's (expected: http://HOST:PORT, without a user or a password)");
    }
    return new Auth0Proxy(
        url.getHost().toLowerCase(Locale.ROOT),
        url.getPort(),
        Option.none(),
        Option.none(),
        Vector.empty());
  }

  /**
   * The same proxy with a user and a password, which are sent with every CONNECT (Basic).
   *
   * @throws IllegalArgumentException if {@code name} is blank, or has a colon or control characters
   */
  public Auth0Proxy withUser(String name, ClientSecret secret) {
    if (Texts.require("user", name).indexOf(':') >= 0) {
      throw new IllegalArgumentException("user: has a colon (expected: text without one)");
    }
    return new Auth0Proxy(host, port, Option.some(name), Option.some(secret), direct);
  }

  /**
   * The same proxy, but not for tenants of these hosts.
   *
   * @param hosts names, each with the names below it, or IP addresses
   * @throws IllegalArgumentException if one is neither
   */
  public Auth0Proxy without(Seq<String> hosts) {
    hosts
        .find(name -> !name.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*|\\[?[0-9A-Fa-f:.]+]?"))
        .forEach(
            name -> {
              throw new IllegalArgumentException(
                  "hosts: " + name + " (expected: a host name or an IP address)");
            });
    return new Auth0Proxy(
        host, port, user, password, hosts.map(name -> name.toLowerCase(Locale.ROOT)));
  }

  /** Whether a tenant of this host, such as {@code example.eu.auth0.com}, is reached through it. */
  public boolean isFor(String tenant) {
    String name = bare(tenant.toLowerCase(Locale.ROOT));
    return !direct.exists(
        it -> {
          String named = bare(it.startsWith(".") ? it.substring(1) : it);
          return name.equals(named) || name.endsWith("." + named);
        });
  }

  private static String bare(String name) {
    return name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
  }

  /** The host for a socket: an IPv6 address without brackets. */
  public String host() {
    return bare(host);
  }

  /** The port, 1 to 65535. */
  public int port() {
    return port;
  }

  /** The value of {@code Proxy-Authorization}; it is a secret. None without a user. */
  public Option<String> authorization() {
    return user.flatMap(
        name ->
            password.map(
                secret ->
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (name + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8))));
  }

  /** {@code HOST:PORT}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
