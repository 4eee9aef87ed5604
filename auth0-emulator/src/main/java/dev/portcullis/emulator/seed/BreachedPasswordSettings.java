package dev.portcullis.emulator.seed;

import java.util.Set;

/** Breached-password detection at login. */
public record BreachedPasswordSettings(boolean enabled, Set<Shield> shields) {

  /** Copies the shields. */
  public BreachedPasswordSettings {
    shields = Set.copyOf(shields);
  }

  /** Auth0's default: off. */
  public static BreachedPasswordSettings off() {
    return new BreachedPasswordSettings(false, Set.of());
  }

  /** On, refusing the login and writing to the user. */
  public static BreachedPasswordSettings blocking() {
    return new BreachedPasswordSettings(true, Set.of(Shield.BLOCK, Shield.USER_NOTIFICATION));
  }
}
