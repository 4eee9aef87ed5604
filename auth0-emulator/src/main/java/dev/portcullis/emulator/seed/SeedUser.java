package dev.portcullis.emulator.seed;

/**
 * A user of a database connection; the password is hashed when the tenant starts, and {@code
 * blocked} is the administrator's block, not attack protection's.
 */
public record SeedUser(
    String userId, String connection, String email, Secret password, boolean blocked) {

  /** A user who may log in. */
  public static SeedUser of(String userId, String connection, String email, String password) {
    return new SeedUser(userId, connection, email, Secret.of(password), false);
  }

  /** The same user, blocked by an administrator. */
  public SeedUser blockedByAdministrator() {
    return new SeedUser(userId, connection, email, password, true);
  }
}
