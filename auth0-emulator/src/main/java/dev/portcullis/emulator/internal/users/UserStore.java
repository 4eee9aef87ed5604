package dev.portcullis.emulator.internal.users;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.crypto.PasswordHashing;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.internal.users.User.Activity;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The users with their hashed passwords; e-mail addresses are compared ignoring case. Safe for many
 * threads; hashes are computed outside the lock.
 */
public final class UserStore {

  private final PasswordHashing hashing;
  private final InstantSource clock;
  private final Table<String, Stored> table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Stored> users = new LinkedHashMap<>();
  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final String nobodysHash;

  /** The users of the store, and these users, whose passwords are hashed. */
  public UserStore(
      List<UserDefinition> definition, PasswordHashing hashing, InstantSource clock, Store store) {
    this.hashing = hashing;
    this.clock = clock;
    this.table = store.table("users", String.class, Stored.class);
    table
        .load()
        .forEach(
            (userId, stored) -> {
              Key key = new Key(stored.user().connection(), stored.user().email());
              users.put(key, stored);
              keys.put(userId, key);
            });
    this.nobodysHash = hashing.hash("nobody");
    for (UserDefinition user : definition) {
      if (!add(user)) {
        throw new IllegalArgumentException(
            "user: " + user.email() + " (expected: only once in a connection)");
      }
    }
  }

  /** Adds a user; false if the id or, in this connection, the e-mail address is in use. */
  public boolean add(UserDefinition user) {
    String hash = user.hashed() ? user.password().reveal() : hashing.hash(user.password().reveal());
    Key key = new Key(user.connection(), user.email());
    lock.lock();
    try {
      if (users.containsKey(key) || keys.containsKey(user.userId())) {
        return false;
      }
      User added =
          new User(
              user.userId(),
              user.connection(),
              user.email(),
              user.emailVerified(),
              user.blocked(),
              user.profile(),
              Activity.startingAt(clock.instant()));
      Stored stored = new Stored(added, hash, Optional.empty());
      table.put(user.userId(), stored);
      users.put(key, stored);
      keys.put(user.userId(), key);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** All users as definitions, with their hashes and those factors. */
  public List<UserDefinition> export(Function<String, List<Factor>> factors) {
    lock.lock();
    try {
      return users.values().stream()
          .map(
              stored -> {
                User user = stored.user();
                Secret hash = Secret.of(stored.hash());
                return UserDefinition.of(user.userId(), user.connection(), user.email(), hash)
                    .withPasswordHash(hash)
                    .withEmailVerified(user.emailVerified())
                    .withBlocked(user.blocked())
                    .withProfile(user.profile())
                    .withFactors(factors.apply(user.userId()));
              })
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** The user of that id as a definition, with the hash of the password. */
  public Optional<UserDefinition> exported(String userId) {
    return export(id -> List.of()).stream()
        .filter(user -> user.userId().equals(userId))
        .findFirst();
  }

  /** The user of that e-mail address in that connection. */
  public Optional<User> find(String connection, String email) {
    return stored(new Key(connection, email)).map(Stored::user);
  }

  /** The user of that id. */
  public Optional<User> byId(String userId) {
    lock.lock();
    try {
      return Optional.ofNullable(keys.get(userId)).flatMap(this::stored).map(Stored::user);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of all users, in the order of their creation. */
  public List<User> all() {
    lock.lock();
    try {
      return users.values().stream().map(Stored::user).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes a user and returns the new state; empty if there is no such user or the new e-mail
   * address is in use.
   */
  public Optional<User> change(String userId, UnaryOperator<User> change) {
    return replace(
        userId,
        stored -> {
          User changed = change.apply(stored.user());
          Activity activity = changed.activity().updatedAt(clock.instant());
          return stored.with(changed.withActivity(activity));
        });
  }

  /**
   * Sets a password and remembers the latest ones, this one among them; empty if there is no such
   * user.
   */
  public Optional<User> setPassword(String userId, String password, int remembered) {
    String hash = hashing.hash(password);
    Instant now = clock.instant();
    return replace(
        userId,
        stored ->
            new Stored(
                stored.user().withActivity(stored.user().activity().updatedAt(now)),
                hash,
                Optional.of(stored.hashes().stream().limit(Math.max(0, remembered - 1)).toList())));
  }

  /** Whether this is the user's password, or one of those that are remembered. */
  public boolean hadPassword(String userId, String password) {
    List<String> hashes;
    lock.lock();
    try {
      hashes =
          Optional.ofNullable(keys.get(userId)).flatMap(this::stored).stream()
              .flatMap(stored -> stored.hashes().stream())
              .toList();
    } finally {
      lock.unlock();
    }
    return hashes.stream().anyMatch(hash -> hashing.matches(password, hash));
  }

  /** Records a login. */
  public void seen(String userId, IpLiteral address) {
    Instant now = clock.instant();
    replace(
        userId,
        stored ->
            stored.with(stored.user().withActivity(stored.user().activity().seen(now, address))));
  }

  /** Deletes a user; false if there was none. */
  public boolean delete(String userId) {
    lock.lock();
    try {
      table.remove(userId);
      Key key = keys.remove(userId);
      return key != null && users.remove(key) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Checks a password; one hash is computed whether the user exists or not. */
  public Check check(String connection, String identifier, String password) {
    Optional<Stored> stored = stored(new Key(connection, identifier));
    boolean matches = hashing.matches(password, stored.map(Stored::hash).orElse(nobodysHash));
    if (stored.isEmpty()) {
      return new UnknownUser();
    }
    User user = stored.get().user();
    return matches ? new Correct(user) : new WrongPassword(user);
  }

  private Optional<User> replace(String userId, Function<Stored, Stored> how) {
    lock.lock();
    try {
      Key before = keys.get(userId);
      if (before == null) {
        return Optional.empty();
      }
      Stored changed = how.apply(stored(before).orElseThrow());
      Key after = new Key(changed.user().connection(), changed.user().email());
      if (!after.equals(before)) {
        if (users.containsKey(after)) {
          return Optional.empty();
        }
        users.remove(before);
        keys.put(userId, after);
      }
      table.put(userId, changed);
      users.put(after, changed);
      return Optional.of(changed.user());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Stored> stored(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(users.get(key));
    } finally {
      lock.unlock();
    }
  }

  /** The result of checking credentials. */
  public sealed interface Check {}

  /** No user has this identifier. */
  public record UnknownUser() implements Check {}

  /** The user exists; the password is wrong. */
  public record WrongPassword(User user) implements Check {}

  /** The password is right. */
  public record Correct(User user) implements Check {}

  private record Key(String connection, String identifier) {

    private Key {
      identifier = identifier.toLowerCase(Locale.ROOT);
    }
  }

  /** {@code earlier} are the hashes of earlier passwords, the latest first. */
  private record Stored(User user, String hash, Optional<List<String>> earlier) {

    Stored with(User value) {
      return new Stored(value, hash, earlier);
    }

    List<String> hashes() {
      return Stream.concat(Stream.of(hash), earlier.stream().flatMap(List::stream)).toList();
    }
  }
}
