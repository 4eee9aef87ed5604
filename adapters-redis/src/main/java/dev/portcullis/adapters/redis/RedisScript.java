package dev.portcullis.adapters.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script that is sent by its digest, and whole only to a server that does not have it. */
final class RedisScript {

  private final String text;
  private final String digest;

  RedisScript(String text) {
    this.text = text;
    this.digest = sha1(text);
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  String text() {
    return text;
  }

  /** SHA-1 in hexadecimal, as {@code EVALSHA} takes it. */
  String digest() {
    return digest;
  }
}
