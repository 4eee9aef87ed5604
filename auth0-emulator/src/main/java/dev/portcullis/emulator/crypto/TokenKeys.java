package dev.portcullis.emulator.crypto;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's signing keys: the current one signs (RS256), the next one follows it when the keys are
 * rotated, and what the previous ones signed stays valid until they are revoked. The next key is
 * generated when it is first needed, or ahead ({@link #prepareNext}). Safe for many threads.
 */
public final class TokenKeys {

  private static final String CURRENT = "current";
  private static final String NEXT = "next";
  private static final String KEPT = "kept";
  private static final String SINCE = "current_since";
  private static final String UNTIL = "current_until";
  private static final String REVOKED_AT = "revoked_at";
  private static final int MOST_KEPT = 10;

  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> listeners = new ArrayList<>();
  private SigningKey current;
  private Following next;
  private boolean nextIsKnown;
  private Optional<String> since = Optional.empty();

  /** Earlier keys, the latest first. */
  private List<Kept> kept = List.of();

  /** Generates the current key. */
  public TokenKeys(SecureRandom random) {
    this(random, SigningKey.generated(random));
  }

  private TokenKeys(SecureRandom random, SigningKey current) {
    this.random = random;
    this.current = current;
    this.next = new Following(random);
  }

  /** The keys of a {@link #privateJwk()}. */
  public static TokenKeys of(Secret privateJwk) {
    try {
      Map<String, Object> json = JSONObjectUtils.parse(privateJwk.reveal());
      if (!json.containsKey(CURRENT)) {
        return new TokenKeys(new SecureRandom(), key(json));
      }
      TokenKeys keys = new TokenKeys(new SecureRandom(), key(child(json, CURRENT)));
      if (json.containsKey(NEXT)) {
        keys.next = new Following(key(child(json, NEXT)));
        keys.nextIsKnown = true;
      }
      keys.since = Optional.ofNullable(JSONObjectUtils.getString(json, SINCE));
      List<Kept> kept = new ArrayList<>();
      for (Map<String, Object> each : JSONObjectUtils.getJSONObjectArray(json, KEPT)) {
        kept.add(
            new Kept(
                key(child(each, "jwk")),
                Optional.ofNullable(JSONObjectUtils.getString(each, SINCE)),
                Optional.ofNullable(JSONObjectUtils.getString(each, UNTIL)),
                Optional.ofNullable(JSONObjectUtils.getString(each, REVOKED_AT))));
      }
      keys.kept = List.copyOf(kept);
      return keys;
    } catch (ParseException e) {
      // Not its message, which may quote a key.
      throw new IllegalArgumentException("not an RSA key as JWK, or several");
    }
  }

  private static Map<String, Object> child(Map<String, Object> json, String name)
      throws ParseException {
    Map<String, Object> child = JSONObjectUtils.getJSONObject(json, name);
    if (child == null) {
      throw new ParseException("", 0);
    }
    return child;
  }

  private static SigningKey key(Map<String, Object> jwk) throws ParseException {
    return new SigningKey(RSAKey.parse(jwk));
  }

  /** The same keys, which are rotated on their own. */
  public TokenKeys copy() {
    lock.lock();
    try {
      TokenKeys copy = new TokenKeys(random, current);
      copy.next = next;
      copy.since = since;
      copy.kept = kept;
      return copy;
    } finally {
      lock.unlock();
    }
  }

  /** Called after each change of the keys. */
  public void onChange(Runnable listener) {
    lock.lock();
    try {
      listeners.clear();
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
  }

  /** The private key as a JWK, or all of them as JSON, for {@link #of}. */
  public Secret privateJwk() {
    lock.lock();
    try {
      Optional<SigningKey> following = next.ifGenerated();
      if (following.isEmpty() && kept.isEmpty()) {
        return Secret.of(current.key().toJSONString());
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put(CURRENT, current.key().toJSONObject());
      following.ifPresent(key -> json.put(NEXT, key.key().toJSONObject()));
      since.ifPresent(time -> json.put(SINCE, time));
      json.put(
          KEPT,
          kept.stream()
              .map(
                  each -> {
                    Map<String, Object> fields = each.times();
                    fields.put("jwk", each.key().key().toJSONObject());
                    return fields;
                  })
              .toList());
      return Secret.of(JSONObjectUtils.toJSONString(json));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Generates the next key in the background, so that the first who asks for the public keys need
   * not wait for it: on a busy machine a new program takes seconds.
   */
  public void prepareNext() {
    Following following;
    lock.lock();
    try {
      following = next;
    } finally {
      lock.unlock();
    }
    if (following.ifGenerated().isEmpty()) {
      Thread.ofPlatform().daemon().name("next-signing-key").start(following::get);
    }
  }

  private SigningKey next() {
    SigningKey key = next.get();
    if (!nextIsKnown) {
      nextIsKnown = true;
      listeners.forEach(Runnable::run);
    }
    return key;
  }

  /** The current public key as a JWK, with a self-signed certificate for that host name. */
  public Map<String, Object> publicJwk(String host) {
    lock.lock();
    try {
      return current.publicJwk(host);
    } finally {
      lock.unlock();
    }
  }

  /** The public keys that tokens are signed with, or may be: current, next and previous. */
  public List<Map<String, Object>> publicJwks(String host) {
    lock.lock();
    try {
      return Stream.concat(
              Stream.of(current, next()),
              kept.stream().filter(each -> each.revokedAt().isEmpty()).map(Kept::key))
          .map(key -> key.publicJwk(host))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Every key as the Management API shows it, those that are revoked too. */
  public List<Map<String, Object>> shown(String host) {
    lock.lock();
    try {
      List<Map<String, Object>> all = new ArrayList<>();
      Map<String, Object> first = current.shown(host);
      first.put(CURRENT, true);
      since.ifPresent(time -> first.put(SINCE, time));
      all.add(first);
      Map<String, Object> second = next().shown(host);
      second.put(NEXT, true);
      all.add(second);
      for (Kept each : kept) {
        Map<String, Object> fields = each.key().shown(host);
        fields.put("previous", true);
        fields.putAll(each.times());
        fields.put("revoked", each.revokedAt().isPresent());
        all.add(fields);
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the next key the current one; the one before stays valid. The id of the next key. */
  public String rotate(Instant now) {
    lock.lock();
    try {
      String time = WrittenTime.of(now);
      List<Kept> more = new ArrayList<>();
      more.add(new Kept(current, since, Optional.of(time), Optional.empty()));
      kept.stream().limit(MOST_KEPT - 1).forEach(more::add);
      kept = List.copyOf(more);
      current = next();
      since = Optional.of(time);
      next = new Following(random);
      nextIsKnown = false;
      return next().id();
    } finally {
      lock.unlock();
    }
  }

  /** Ends what a previous key signed; false if none has that id. */
  public boolean revoke(String keyId, Instant now) {
    lock.lock();
    try {
      boolean found = kept.stream().anyMatch(each -> each.key().id().equals(keyId));
      kept =
          kept.stream()
              .map(
                  each ->
                      each.key().id().equals(keyId) && each.revokedAt().isEmpty()
                          ? each.revoked(WrittenTime.of(now))
                          : each)
              .toList();
      listeners.forEach(Runnable::run);
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The claims of a JWT signed with one of these keys that is not revoked; the caller checks
   * whether they are valid now.
   */
  public Optional<JWTClaimsSet> verify(String jwt) {
    try {
      SignedJWT signed = SignedJWT.parse(jwt);
      boolean ours =
          signed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && valid(signed.getHeader().getKeyID()).filter(key -> key.signed(signed)).isPresent();
      return ours ? Optional.of(signed.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  private Optional<SigningKey> valid(@Nullable String keyId) {
    lock.lock();
    try {
      return Stream.concat(
              Stream.of(current),
              kept.stream().filter(each -> each.revokedAt().isEmpty()).map(Kept::key))
          .filter(key -> key.id().equals(keyId))
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  /** A JWT of these claims, signed with the current key. */
  public String sign(JWTClaimsSet claims) {
    return current().sign(claims, JOSEObjectType.JWT);
  }

  /** An access token of these claims in the profile of RFC 9068, signed with the current key. */
  public String signAccessToken(JWTClaimsSet claims) {
    return current().sign(claims, new JOSEObjectType("at+jwt"));
  }

  /** A logout token of these claims, signed with the current key. */
  public String signLogout(JWTClaimsSet claims) {
    return current().sign(claims, new JOSEObjectType("logout+jwt"));
  }

  private SigningKey current() {
    lock.lock();
    try {
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** The key after the current one, generated once; copies share it. */
  private static final class Following {

    private final ReentrantLock lock = new ReentrantLock();
    private final SecureRandom random;
    private volatile @Nullable SigningKey key;

    Following(SecureRandom random) {
      this.random = random;
    }

    Following(SigningKey key) {
      this.random = new SecureRandom();
      this.key = key;
    }

    /** Does not wait for one that is being generated. */
    Optional<SigningKey> ifGenerated() {
      return Optional.ofNullable(key);
    }

    SigningKey get() {
      lock.lock();
      try {
        SigningKey known = key;
        if (known == null) {
          known = SigningKey.generated(random);
          key = known;
        }
        return known;
      } finally {
        lock.unlock();
      }
    }
  }

  /** An earlier key, with the times of its life as texts. */
  private record Kept(
      SigningKey key, Optional<String> since, Optional<String> until, Optional<String> revokedAt) {

    Kept revoked(String time) {
      return new Kept(key, since, until, Optional.of(time));
    }

    Map<String, Object> times() {
      Map<String, Object> times = new LinkedHashMap<>();
      since.ifPresent(time -> times.put(SINCE, time));
      until.ifPresent(time -> times.put(UNTIL, time));
      revokedAt.ifPresent(time -> times.put(REVOKED_AT, time));
      return times;
    }
  }
}
