package dev.portcullis.emulator.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.mfa.MfaAccess;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The access tokens that {@code /userinfo} accepts: signed tokens for that audience, and the latest
 * 10,000 opaque ones, kept as hashes. Safe for many threads.
 */
final class AccessTokens {

  private static final int CAPACITY = 10_000;

  private final String issuer;
  private final TokenKeys keys;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Table<String, Holder> table;
  private final Map<String, Holder> opaque = new LinkedHashMap<>();

  AccessTokens(String issuer, TokenKeys keys, InstantSource clock, Store store) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
    this.table = store.table("access-tokens", String.class, Holder.class);
    opaque.putAll(table.load());
  }

  void remember(String token, Holder holder) {
    lock.lock();
    try {
      table.put(Hash.of(token), holder);
      opaque.put(Hash.of(token), holder);
      if (opaque.size() > CAPACITY) {
        String oldest = opaque.keySet().iterator().next();
        opaque.remove(oldest);
        table.remove(oldest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The holder of a token, if it is valid now. */
  Optional<Holder> holder(String token) {
    Optional<Holder> found =
        token.indexOf('.') < 0 ? ofOpaque(token) : ofSigned(token, issuer + "userinfo");
    return found.filter(this::holdsNow);
  }

  /** The holder of a token for {@code /mfa/}, if it is valid now. */
  Optional<MfaAccess.Holder> forMfa(String token) {
    return ofSigned(token, issuer + "mfa/")
        .filter(this::holdsNow)
        .map(holder -> new MfaAccess.Holder(holder.userId(), holder.scope()));
  }

  private boolean holdsNow(Holder holder) {
    return clock.instant().isBefore(holder.expires());
  }

  private Optional<Holder> ofOpaque(String token) {
    lock.lock();
    try {
      return Optional.ofNullable(opaque.get(Hash.of(token)));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Holder> ofSigned(String token, String audience) {
    return keys.verify(token)
        .filter(claims -> issuer.equals(claims.getIssuer()))
        .filter(claims -> claims.getAudience().contains(audience))
        .filter(claims -> claims.getSubject() != null && claims.getExpirationTime() != null)
        .map(AccessTokens::holder);
  }

  private static Holder holder(JWTClaimsSet claims) {
    String scope = claims.getClaim("scope") instanceof String text ? text : "";
    return new Holder(
        claims.getSubject(),
        Arrays.asList(scope.split(" ", -1)),
        claims.getExpirationTime().toInstant());
  }

  /** A user, the scope of the token, and its expiry. */
  record Holder(String userId, List<String> scope, Instant expires) {}
}
