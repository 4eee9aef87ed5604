package dev.portcullis.emulator.tenant;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A database connection. {@code enabledClients} are client ids; {@code bruteForceProtection} is the
 * connection's own switch in addition to the tenant's.
 */
public record Connection(
    String id, String name, boolean bruteForceProtection, Set<String> enabledClients) {

  /** The strategy of every database connection. */
  public static final String STRATEGY = "auth0";

  /** The strategy type of every database connection. */
  public static final String STRATEGY_TYPE = "database";

  /** Copies the set. */
  public Connection {
    enabledClients = Set.copyOf(enabledClients);
  }

  /** A connection with brute-force protection that is enabled for no application. */
  public static Connection of(String id, String name) {
    return new Connection(id, name, true, Set.of());
  }

  /** The same connection, not enabled for that application. */
  Connection without(String clientId) {
    return withEnabledClients(
        enabledClients.stream()
            .filter(each -> !each.equals(clientId))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** With this id. */
  public Connection withId(String value) {
    return new Connection(value, name, bruteForceProtection, enabledClients);
  }

  /** With this name. */
  public Connection withName(String value) {
    return new Connection(id, value, bruteForceProtection, enabledClients);
  }

  /** With brute-force protection on or off. */
  public Connection withBruteForceProtection(boolean value) {
    return new Connection(id, name, value, enabledClients);
  }

  /** Enabled for these applications, by client id. */
  public Connection withEnabledClients(Set<String> value) {
    return new Connection(id, name, bruteForceProtection, value);
  }
}
