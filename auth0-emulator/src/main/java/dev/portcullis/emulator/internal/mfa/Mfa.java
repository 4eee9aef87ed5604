package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** Multi-factor authentication of one tenant. Safe for many threads. */
public record Mfa(
    Authenticators authenticators, PendingLogins logins, Challenges challenges, CodeChecks checks) {

  /**
   * What the store has of second factors, and the factors of these users; {@code isUser} tells
   * whether there is a user of an id now.
   */
  public static Mfa of(
      List<UserDefinition> users,
      Predicate<String> isUser,
      Outbox outbox,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    MfaSecrets secrets = new MfaSecrets(random);
    Authenticators authenticators = new Authenticators(users, secrets, store);
    Challenges challenges = new Challenges(outbox, secrets, clock, store);
    return new Mfa(
        authenticators,
        new PendingLogins(isUser, authenticators, secrets, clock, store),
        challenges,
        new CodeChecks(authenticators, challenges, secrets, clock, store));
  }
}
