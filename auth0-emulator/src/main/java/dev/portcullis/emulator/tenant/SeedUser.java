package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * A user of a database connection; the password is hashed when the tenant starts unless it is a
 * bcrypt hash already, and {@code blocked} is the administrator's block, not attack protection's.
 */
public record SeedUser(
    String userId,
    String connection,
    String email,
    boolean emailVerified,
    Secret password,
    boolean hashed,
    boolean blocked,
    Profile profile,
    List<Factor> factors) {

  /** Copies the factors. */
  public SeedUser {
    factors = List.copyOf(factors);
  }

  /** A user who may log in. */
  public static SeedUser of(String userId, String connection, String email, String password) {
    return new SeedUser(
        userId,
        connection,
        email,
        true,
        Secret.of(password),
        false,
        false,
        Profile.EMPTY,
        List.of());
  }

  /** The same user, blocked by an administrator. */
  public SeedUser blockedByAdministrator() {
    return new SeedUser(
        userId, connection, email, emailVerified, password, hashed, true, profile, factors);
  }

  /** The same user with these second factors. */
  public SeedUser withFactors(Factor... values) {
    return new SeedUser(
        userId,
        connection,
        email,
        emailVerified,
        password,
        hashed,
        blocked,
        profile,
        List.of(values));
  }
}
