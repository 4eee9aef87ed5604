package dev.portcullis.emulator.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest 10,000 refresh tokens, kept as SHA-256 hashes. The refresh grant is not answered yet.
 */
final class RefreshTokens {

  private static final int CAPACITY = 10_000;

  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Grant> grants = new LinkedHashMap<>();

  RefreshTokens(SecureRandom random) {
    this.random = random;
  }

  String issue(Grant grant) {
    byte[] bytes = new byte[33];
    random.nextBytes(bytes);
    String token = "v1." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lock.lock();
    try {
      grants.put(hash(token), grant);
      if (grants.size() > CAPACITY) {
        grants.remove(grants.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
    return token;
  }

  Optional<Grant> find(String token) {
    lock.lock();
    try {
      return Optional.ofNullable(grants.get(hash(token)));
    } finally {
      lock.unlock();
    }
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** What a refresh token stands for. */
  record Grant(String clientId, String userId, String audience, List<String> scope) {}
}
