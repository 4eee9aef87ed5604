package dev.portcullis.emulator.internal.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.tenant.Application;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Checks {@code client_assertion}s (RFC 7523): an allowed algorithm, one of the application's keys,
 * its client id as {@code iss} and {@code sub}, the tenant as {@code aud}, an {@code exp} at most
 * five minutes ahead, and an unused {@code jti}. Safe for many threads.
 */
public final class ClientAssertions {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.PS256);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Set<String> audiences;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Table<String, Instant> table;
  private final Map<String, Instant> used = new LinkedHashMap<>();

  /** Accepts assertions for these names of the tenant, which end with a slash. */
  public ClientAssertions(Set<String> audiences, InstantSource clock, Store store) {
    this.audiences = audiences;
    this.clock = clock;
    this.table = store.table("assertions", String.class, Instant.class);
    used.putAll(table.load());
  }

  /** The unverified {@code sub} of an assertion. */
  static Optional<String> subjectOf(String assertion) {
    try {
      return Optional.ofNullable(SignedJWT.parse(assertion).getJWTClaimsSet().getSubject());
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The problem of an assertion, without quoting it; empty if it is valid. */
  Optional<String> problem(String assertion, Application application) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
        return Optional.of("Invalid client_assertion: algorithm not allowed");
      }
      if (!signedByOneOf(application, jwt)) {
        return Optional.of("Invalid client_assertion: signature does not match");
      }
      return claimsProblem(jwt.getJWTClaimsSet(), application);
    } catch (ParseException | JOSEException e) {
      return Optional.of("Invalid client_assertion: not a signed JWT");
    }
  }

  private static boolean signedByOneOf(Application application, SignedJWT jwt)
      throws JOSEException {
    for (RSAPublicKey key : application.publicKeys()) {
      if (jwt.verify(new RSASSAVerifier(key))) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> claimsProblem(JWTClaimsSet claims, Application application) {
    String id = application.clientId();
    if (!id.equals(claims.getIssuer()) || !id.equals(claims.getSubject())) {
      return Optional.of("Invalid client_assertion: iss and sub must be the client_id");
    }
    if (claims.getAudience().stream().noneMatch(audiences::contains)) {
      return Optional.of(
          "Invalid client_assertion: aud must be " + String.join(" or ", new TreeSet<>(audiences)));
    }
    Instant now = clock.instant();
    Optional<Instant> expires =
        Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
    if (expires.filter(now::isBefore).isEmpty()) {
      return Optional.of("Invalid client_assertion: expired");
    }
    if (expires.get().isAfter(now.plus(LONGEST))) {
      return Optional.of("Invalid client_assertion: exp must be at most 5 minutes ahead");
    }
    Optional<String> jti = Optional.ofNullable(claims.getJWTID()).filter(text -> !text.isEmpty());
    if (jti.isEmpty() || !firstUse(id + " " + jti.get(), now, expires.get())) {
      return Optional.of("Invalid client_assertion: jti must be new");
    }
    return Optional.empty();
  }

  private boolean firstUse(String jti, Instant now, Instant expires) {
    lock.lock();
    try {
      for (Iterator<Map.Entry<String, Instant>> all = used.entrySet().iterator(); all.hasNext(); ) {
        Map.Entry<String, Instant> each = all.next();
        if (each.getValue().isBefore(now)) {
          all.remove();
          table.remove(each.getKey());
        }
      }
      boolean first = used.putIfAbsent(jti, expires) == null;
      if (first) {
        table.put(jti, expires);
      }
      return first;
    } finally {
      lock.unlock();
    }
  }
}
