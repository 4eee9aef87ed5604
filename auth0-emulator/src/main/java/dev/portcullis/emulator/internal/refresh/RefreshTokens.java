package dev.portcullis.emulator.internal.refresh;

import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The latest 10,000 refresh tokens, kept as SHA-256 hashes. The tokens that replace each other by
 * rotation are a family; reuse of a rotated token revokes the family. Safe for many threads.
 */
public final class RefreshTokens {

  private static final int CAPACITY = 10_000;

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private final Table<String, StoredToken> tokenTable;
  private final Table<String, StoredFamily> familyTable;

  /** The tokens of the store. */
  public RefreshTokens(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.tokenTable = store.table("refresh-tokens", String.class, StoredToken.class);
    this.familyTable = store.table("refresh-families", String.class, StoredFamily.class);
    Map<String, Family> families = new HashMap<>();
    familyTable.load().forEach((id, stored) -> families.put(id, new Family(id, stored)));
    tokenTable
        .load()
        .forEach(
            (hash, stored) -> {
              Family family = families.get(stored.family());
              if (family != null) {
                tokens.put(hash, new Token(family, stored.counter()));
              }
            });
  }

  /** The first token of a new family. */
  public String issue(Grant grant) {
    lock.lock();
    try {
      return next(new Family(randomText(12), grant, clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Uses a token for that application; rotation issues its successor.
   *
   * @param mayRenew a token for which it is false stays as it is, to be used later
   */
  public Use use(
      String token, String clientId, RefreshTokenPolicy policy, Predicate<Grant> mayRenew) {
    lock.lock();
    try {
      Token found = tokens.get(Hash.of(token));
      if (found == null || !found.family().grant.clientId().equals(clientId)) {
        return new Unknown();
      }
      Family family = found.family();
      Instant now = clock.instant();
      if (family.ended || family.expired(policy, now)) {
        return new Unknown();
      }
      if (policy.rotating() && !family.mayUse(found.counter(), policy, now)) {
        end(family);
        return new Reused(family.grant, family.id, family.latest, found.counter());
      }
      if (!mayRenew.test(family.grant)) {
        return new Withheld(family.grant);
      }
      family.rotated = now;
      if (!policy.rotating()) {
        familyTable.put(family.id, family.stored());
        return new Good(family.grant, Optional.empty(), family.id, found.counter());
      }
      return new Good(family.grant, Optional.of(next(family)), family.id, found.counter());
    } finally {
      lock.unlock();
    }
  }

  /** Revokes the family of a token of that application; empty if there is no such token. */
  public Optional<Grant> revoke(String token, String clientId) {
    lock.lock();
    try {
      Token found = tokens.get(Hash.of(token));
      if (found == null
          || found.family().ended
          || !found.family().grant.clientId().equals(clientId)) {
        return Optional.empty();
      }
      end(found.family());
      return Optional.of(found.family().grant);
    } finally {
      lock.unlock();
    }
  }

  /** The families with a valid token, oldest first. */
  List<Shown> families() {
    lock.lock();
    try {
      return tokens.values().stream()
          .map(Token::family)
          .distinct()
          .filter(family -> !family.ended)
          .map(family -> new Shown(family.id, family.grant, family.born, family.rotated))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Revokes the families for which this holds. */
  void revoke(Predicate<Shown> which) {
    lock.lock();
    try {
      tokens.values().stream()
          .map(Token::family)
          .distinct()
          .filter(family -> !family.ended)
          .filter(
              family -> which.test(new Shown(family.id, family.grant, family.born, family.rotated)))
          .toList()
          .forEach(this::end);
    } finally {
      lock.unlock();
    }
  }

  private void end(Family family) {
    family.ended = true;
    familyTable.put(family.id, family.stored());
  }

  /**
   * The token is written before its family, so that a kill between the two leaves the old one
   * valid.
   */
  private String next(Family family) {
    String token = "v1." + randomText(33);
    family.latest++;
    String hash = Hash.of(token);
    tokenTable.put(hash, new StoredToken(family.id, family.latest));
    familyTable.put(family.id, family.stored());
    tokens.put(hash, new Token(family, family.latest));
    if (tokens.size() > CAPACITY) {
      dropOldest();
    }
    return token;
  }

  /** The last token of a family removes the family too. */
  private void dropOldest() {
    String hash = tokens.keySet().iterator().next();
    Token oldest = Objects.requireNonNull(tokens.remove(hash));
    tokenTable.remove(hash);
    if (oldest.counter() == oldest.family().latest) {
      familyTable.remove(oldest.family().id);
    }
  }

  private String randomText(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What a refresh token stands for; {@code sessionId} is that of a hosted login, {@code
   * organizationId} the organization that the user logged in to.
   */
  public record Grant(
      String clientId,
      String userId,
      String connection,
      String audience,
      List<String> scope,
      Optional<String> sessionId,
      Optional<String> organizationId) {}

  /** A family as it is now. */
  record Shown(String id, Grant grant, Instant created, Instant rotated) {}

  /** The result of using a token. */
  public sealed interface Use {}

  /** The token is valid, but may not be used now. */
  public record Withheld(Grant grant) implements Use {}

  /** Tokens may be issued; with rotation there is a new refresh token. */
  public record Good(Grant grant, Optional<String> successor, String familyId, int counter)
      implements Use {

    @Override
    public String toString() {
      return "Good[" + familyId + " " + counter + "]";
    }
  }

  /** The token was used before; its family is revoked. */
  public record Reused(Grant grant, String familyId, int latestCounter, int counter)
      implements Use {}

  /** The application has no such valid token. */
  public record Unknown() implements Use {}

  private record Token(Family family, int counter) {}

  private record StoredToken(String family, int counter) {}

  private record StoredFamily(
      Grant grant, Instant born, Instant rotated, int latest, boolean ended) {}

  /** Guarded by the lock. */
  private static final class Family {

    private final String id;
    private final Grant grant;
    private final Instant born;

    /** When a token was used last; at first, when it was issued. */
    private Instant rotated;

    private int latest;
    private boolean ended;

    private Family(String id, Grant grant, Instant born) {
      this.id = id;
      this.grant = grant;
      this.born = born;
      this.rotated = born;
    }

    private Family(String id, StoredFamily stored) {
      this.id = id;
      this.grant = stored.grant();
      this.born = stored.born();
      this.rotated = stored.rotated();
      this.latest = stored.latest();
      this.ended = stored.ended();
    }

    private StoredFamily stored() {
      return new StoredFamily(grant, born, rotated, latest, ended);
    }

    private boolean expired(RefreshTokenPolicy policy, Instant now) {
      return policy.lifetime().filter(lifetime -> !now.isBefore(born.plus(lifetime))).isPresent()
          || policy
              .idleLifetime()
              .filter(lifetime -> !now.isBefore(rotated.plus(lifetime)))
              .isPresent();
    }

    private boolean mayUse(int counter, RefreshTokenPolicy policy, Instant now) {
      return counter == latest
          || (counter == latest - 1
              && !rotated.isAfter(now)
              && now.isBefore(rotated.plus(policy.leeway())));
    }
  }
}
