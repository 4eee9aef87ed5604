package dev.portcullis.emulator.seed;

import java.util.List;

/**
 * A user of a database connection; the password is hashed when the tenant starts, and {@code
 * blocked} is the administrator's block, not attack protection's.
 */
public record SeedUser(
    String userId,
    String connection,
    String email,
    Secret password,
    boolean blocked,
    List<Factor> factors) {

  /** Copies the factors. */
  public SeedUser {
    factors = List.copyOf(factors);
  }

  /** A user who may log in. */
  public static SeedUser of(String userId, String connection, String email, String password) {
    return new SeedUser(userId, connection, email, Secret.of(password), false, List.of());
  }

  /** The same user, blocked by an administrator. */
  public SeedUser blockedByAdministrator() {
    return new SeedUser(userId, connection, email, password, true, factors);
  }

  /** The same user with these second factors. */
  public SeedUser withFactors(Factor... values) {
    return new SeedUser(userId, connection, email, password, blocked, List.of(values));
  }
}
