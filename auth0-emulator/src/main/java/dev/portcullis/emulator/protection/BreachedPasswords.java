package dev.portcullis.emulator.protection;

import java.util.Set;

/** The passwords that Auth0 lets testers take for breached (breached-password-detection page). */
public final class BreachedPasswords {

  private static final String TEST_PREFIX = "AUTH0-TEST-";
  private static final Set<String> TEST_PASSWORDS = Set.of("Paaf213XXYYZZ", "Paat739!!WWXXYYZZ");

  private BreachedPasswords() {}

  /** Whether the password counts as breached. */
  public static boolean contains(String password) {
    return password.startsWith(TEST_PREFIX) || TEST_PASSWORDS.contains(password);
  }
}
