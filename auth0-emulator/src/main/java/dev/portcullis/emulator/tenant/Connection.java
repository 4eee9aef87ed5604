package dev.portcullis.emulator.tenant;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A database connection, or a passwordless one. {@code enabledClients} are client ids; {@code
 * bruteForceProtection} is the connection's own switch in addition to the tenant's.
 *
 * @param signUp whether anybody may sign up; {@code options.disable_signup} is the opposite
 * @param methods how users of a database log in
 * @param codes the codes of a passwordless connection
 */
public record Connection(
    String id,
    String name,
    Strategy strategy,
    boolean bruteForceProtection,
    Set<String> enabledClients,
    boolean signUp,
    AuthenticationMethods methods,
    CodePolicy codes) {

  /** Copies the set. */
  public Connection {
    enabledClients = Set.copyOf(enabledClients);
  }

  /** Where the users of a connection come from: {@code strategy}. */
  public enum Strategy {
    /** {@code auth0}: a database. */
    AUTH0("auth0", "database"),
    /** {@code email}: a code or a link in an e-mail. */
    EMAIL("email", "passwordless"),
    /** {@code sms}: a code in a text message. */
    SMS("sms", "passwordless");

    private final String wireName;
    private final String type;

    Strategy(String wireName, String type) {
      this.wireName = wireName;
      this.type = type;
    }

    /** Auth0's name, which also begins the ids of its users. */
    public String wireName() {
      return wireName;
    }

    /** The {@code strategy_type} in log events. */
    public String type() {
      return type;
    }
  }

  /** A database with brute-force protection that is enabled for no application. */
  public static Connection of(String id, String name) {
    return new Connection(
        id,
        name,
        Strategy.AUTH0,
        true,
        Set.of(),
        true,
        AuthenticationMethods.DEFAULT,
        CodePolicy.DEFAULT);
  }

  /** Whether it is a database. */
  public boolean isDatabase() {
    return strategy == Strategy.AUTH0;
  }

  /** Whether it is a passwordless connection. */
  public boolean isPasswordless() {
    return !isDatabase();
  }

  /** Whether its users log in with passwords. */
  public boolean takesPasswords() {
    return isDatabase() && methods.password();
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
    return new Connection(
        value, name, strategy, bruteForceProtection, enabledClients, signUp, methods, codes);
  }

  /** With this name. */
  public Connection withName(String value) {
    return new Connection(
        id, value, strategy, bruteForceProtection, enabledClients, signUp, methods, codes);
  }

  /** Of this strategy. */
  public Connection withStrategy(Strategy value) {
    return new Connection(
        id, name, value, bruteForceProtection, enabledClients, signUp, methods, codes);
  }

  /** With brute-force protection on or off. */
  public Connection withBruteForceProtection(boolean value) {
    return new Connection(id, name, strategy, value, enabledClients, signUp, methods, codes);
  }

  /** Enabled for these applications, by client id. */
  public Connection withEnabledClients(Set<String> value) {
    return new Connection(id, name, strategy, bruteForceProtection, value, signUp, methods, codes);
  }

  /** With or without sign-ups. */
  public Connection withSignUp(boolean value) {
    return new Connection(
        id, name, strategy, bruteForceProtection, enabledClients, value, methods, codes);
  }

  /** With these ways to log in to the database. */
  public Connection withMethods(AuthenticationMethods value) {
    return new Connection(
        id, name, strategy, bruteForceProtection, enabledClients, signUp, value, codes);
  }

  /** With these codes of a passwordless connection. */
  public Connection withCodes(CodePolicy value) {
    return new Connection(
        id, name, strategy, bruteForceProtection, enabledClients, signUp, methods, value);
  }
}
