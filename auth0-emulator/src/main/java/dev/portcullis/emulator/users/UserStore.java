package dev.portcullis.emulator.users;

import dev.portcullis.emulator.seed.SeedUser;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The users with their hashed passwords; e-mail addresses are compared without regard to case. */
public final class UserStore {

  private final PasswordHashing hashing;
  private final Map<Key, Stored> users = new HashMap<>();
  private final String nobodysHash;

  /** Hashes the passwords of the seed. */
  public UserStore(List<SeedUser> seed, PasswordHashing hashing) {
    this.hashing = hashing;
    this.nobodysHash = hashing.hash("nobody");
    for (SeedUser user : seed) {
      Stored before =
          users.put(
              new Key(user.connection(), user.email()),
              new Stored(
                  new User(user.userId(), user.connection(), user.email(), user.blocked()),
                  hashing.hash(user.password().reveal())));
      if (before != null) {
        throw new IllegalArgumentException(
            "user: " + user.email() + " (expected: only once in a connection)");
      }
    }
  }

  /** The user of that e-mail address in that connection. */
  public Optional<User> find(String connection, String email) {
    return Optional.ofNullable(users.get(new Key(connection, email))).map(Stored::user);
  }

  /** Checks a password; one hash is computed whether the user exists or not. */
  public Check check(String connection, String identifier, String password) {
    Stored stored = users.get(new Key(connection, identifier));
    boolean matches = hashing.matches(password, stored == null ? nobodysHash : stored.hash());
    if (stored == null) {
      return new UnknownUser();
    }
    return matches ? new Correct(stored.user()) : new WrongPassword(stored.user());
  }

  /** What a check of credentials finds. */
  public sealed interface Check {}

  /** Nobody has this identifier. */
  public record UnknownUser() implements Check {}

  /** The user exists; the password is another. */
  public record WrongPassword(User user) implements Check {}

  /** User and password fit. */
  public record Correct(User user) implements Check {}

  private record Key(String connection, String identifier) {
    private Key {
      identifier = identifier.toLowerCase(Locale.ROOT);
    }
  }

  private record Stored(User user, String hash) {}
}
