package dev.portcullis.emulator.tenant;

import java.util.List;
import java.util.Locale;

/**
 * The definition of a user of a database connection. The password is hashed when the tenant starts,
 * unless it is a bcrypt hash already; {@code blocked} is the administrator's block, not attack
 * protection's.
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
    return of(userId, connection, email, Secret.of(password));
  }

  /** A user who may log in; the password is in clear. */
  public static UserDefinition of(String userId, String connection, String email, Secret password) {
    return new UserDefinition(
        userId, connection, email, true, password, false, false, Profile.EMPTY, List.of());
  }

  /** The same user, blocked by an administrator. */
  public UserDefinition blockedByAdministrator() {
    return withBlocked(true);
  }

  /** The same user with these second factors. */
  public UserDefinition withFactors(Factor... values) {
    return withFactors(List.of(values));
  }

  /** With this password in clear. */
  public UserDefinition withPassword(Secret value) {
    return with(value, false);
  }

  /** With the password of this bcrypt hash. */
  public UserDefinition withPasswordHash(Secret value) {
    return with(value, true);
  }

  private UserDefinition with(Secret value, boolean isHash) {
    return new UserDefinition(
        userId, connection, email, emailVerified, value, isHash, blocked, profile, factors);
  }

  /** With this id. */
  public UserDefinition withUserId(String value) {
    return new UserDefinition(
        value, connection, email, emailVerified, password, hashed, blocked, profile, factors);
  }

  /** In this connection. */
  public UserDefinition withConnection(String value) {
    return new UserDefinition(
        userId, value, email, emailVerified, password, hashed, blocked, profile, factors);
  }

  /** With this e-mail address, in lower case. */
  public UserDefinition withEmail(String value) {
    return new UserDefinition(
        userId,
        connection,
        value.toLowerCase(Locale.ROOT),
        emailVerified,
        password,
        hashed,
        blocked,
        profile,
        factors);
  }

  /** With the e-mail address verified or not. */
  public UserDefinition withEmailVerified(boolean value) {
    return new UserDefinition(
        userId, connection, email, value, password, hashed, blocked, profile, factors);
  }

  /** With or without the administrator's block. */
  public UserDefinition withBlocked(boolean value) {
    return new UserDefinition(
        userId, connection, email, emailVerified, password, hashed, value, profile, factors);
  }

  /** With this profile. */
  public UserDefinition withProfile(Profile value) {
    return new UserDefinition(
        userId, connection, email, emailVerified, password, hashed, blocked, value, factors);
  }

  /** With these second factors. */
  public UserDefinition withFactors(List<Factor> value) {
    return new UserDefinition(
        userId, connection, email, emailVerified, password, hashed, blocked, profile, value);
  }
}
