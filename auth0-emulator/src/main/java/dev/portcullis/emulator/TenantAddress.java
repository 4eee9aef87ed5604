package dev.portcullis.emulator;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses of a tenant: its issuer, with a slash at its end, and those that it listens on,
 * without.
 */
record TenantAddress(URI issuer, List<URI> listeners) {

  /** The given issuer with the port of its scheme's listener in place of 0, or the listener's. */
  static TenantAddress of(EmulatorSettings settings, Servers servers) {
    List<URI> listeners =
        Stream.concat(servers.httpsUri().stream(), Stream.of(servers.httpUri())).toList();
    URI issuer =
        settings
            .issuer()
            .map(given -> given.getPort() == 0 ? withPort(given, servers) : given)
            .orElseGet(() -> URI.create(listeners.getFirst() + "/"));
    return new TenantAddress(issuer, listeners);
  }

  private static URI withPort(URI issuer, Servers servers) {
    URI listener =
        issuer.getScheme().equals("https")
            ? servers.httpsUri().orElseGet(servers::httpUri)
            : servers.httpUri();
    return URI.create(
        issuer.getScheme()
            + "://"
            + issuer.getRawAuthority().replaceAll(":0$", ":" + listener.getPort())
            + issuer.getRawPath());
  }

  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add(issuer.toString());
    listeners.forEach(listener -> names.add(listener + "/"));
    return names;
  }

  Set<String> hosts(List<String> allowed) {
    Set<String> hosts = new LinkedHashSet<>(allowed);
    hosts.add(issuer.getHost());
    listeners.forEach(listener -> hosts.add(listener.getHost()));
    return hosts;
  }
}
