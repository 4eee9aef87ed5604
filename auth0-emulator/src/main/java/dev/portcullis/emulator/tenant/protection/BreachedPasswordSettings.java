package dev.portcullis.emulator.tenant.protection;

import java.util.Set;

/**
 * Breached-password detection as {@code /api/v2/attack-protection/breached-password-detection} has
 * it: {@code shields} at login, {@code signUpShields} and {@code resetShields} where a password is
 * chosen.
 */
public record BreachedPasswordSettings(
    boolean enabled, Set<Shield> shields, Set<Shield> signUpShields, Set<Shield> resetShields) {

  /** Copies the shields. */
  public BreachedPasswordSettings {
    shields = Set.copyOf(shields);
    signUpShields = Set.copyOf(signUpShields);
    resetShields = Set.copyOf(resetShields);
  }

  /** The same shields at login only. */
  public BreachedPasswordSettings(boolean enabled, Set<Shield> shields) {
    this(enabled, shields, Set.of(), Set.of());
  }

  /** Auth0's default: off. */
  public static BreachedPasswordSettings off() {
    return new BreachedPasswordSettings(false, Set.of());
  }

  /** On at login, sign-up and reset: refuses, and notifies the user. */
  public static BreachedPasswordSettings blocking() {
    return new BreachedPasswordSettings(
        true,
        Set.of(Shield.BLOCK, Shield.USER_NOTIFICATION),
        Set.of(Shield.BLOCK),
        Set.of(Shield.BLOCK));
  }

  /** On or off. */
  public BreachedPasswordSettings withEnabled(boolean value) {
    return new BreachedPasswordSettings(value, shields, signUpShields, resetShields);
  }

  /** With these shields at login. */
  public BreachedPasswordSettings withShields(Set<Shield> value) {
    return new BreachedPasswordSettings(enabled, value, signUpShields, resetShields);
  }

  /** With these shields at sign-up. */
  public BreachedPasswordSettings withSignUpShields(Set<Shield> value) {
    return new BreachedPasswordSettings(enabled, shields, value, resetShields);
  }

  /** With these shields at a password reset. */
  public BreachedPasswordSettings withResetShields(Set<Shield> value) {
    return new BreachedPasswordSettings(enabled, shields, signUpShields, value);
  }
}
