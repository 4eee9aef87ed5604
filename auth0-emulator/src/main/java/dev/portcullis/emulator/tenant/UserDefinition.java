package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * A user of a database connection; the password is hashed when the tenant starts unless it is a
 * bcrypt hash already, and {@code blocked} is the administrator's block, not attack protection's.
 */
public record UserDefinition(
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
  public UserDefinition {
    factors = List.copyOf(factors);
  }

  /** A user who may log in. */
  public static UserDefinition of(String userId, String connection, String email, String password) {
    return new UserDefinition(
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
  public UserDefinition blockedByAdministrator() {
    return new UserDefinition(
        userId, connection, email, emailVerified, password, hashed, true, profile, factors);
  }

  /** The same user with these second factors. */
  public UserDefinition withFactors(Factor... values) {
    return new UserDefinition(
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
