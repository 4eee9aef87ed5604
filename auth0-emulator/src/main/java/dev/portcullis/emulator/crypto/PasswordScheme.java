package dev.portcullis.emulator.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The algorithm that hashes new passwords, and its cost. */
public record PasswordScheme(Algorithm algorithm, int cost) {

  /** The algorithms. Their costs are not comparable. */
  public enum Algorithm {
    /** bcrypt, slow on purpose; each step of the cost doubles the work. */
    BCRYPT(4, 31),
    /**
     * PBKDF2 with HMAC-SHA-256. The cost is the number of iterations; few of them make hashing
     * almost free, for load tests.
     */
    PBKDF2(1, 10_000_000);

    private final int least;
    private final int most;

    Algorithm(int least, int most) {
      this.least = least;
      this.most = most;
    }

    private String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the cost. */
  public PasswordScheme {
    if (cost < algorithm.least || cost > algorithm.most) {
      throw new IllegalArgumentException(
          algorithm.wireName()
              + " cost: "
              + cost
              + " (expected: "
              + algorithm.least
              + ".."
              + algorithm.most
              + ")");
    }
  }

  /**
   * Reads {@code bcrypt:10} or {@code pbkdf2:1}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static PasswordScheme parse(String text) {
    String[] parts = text.split(":", -1);
    for (Algorithm algorithm : Algorithm.values()) {
      if (parts.length == 2
          && parts[0].equals(algorithm.wireName())
          && parts[1].matches("\\d{1,8}")) {
        return new PasswordScheme(algorithm, Integer.parseInt(parts[1]));
      }
    }
    throw new IllegalArgumentException(
        text
            + " (expected: one of "
            + Arrays.stream(Algorithm.values())
                .map(each -> each.wireName() + ":" + each.least + ".." + each.most)
                .collect(Collectors.joining(", "))
            + ")");
  }

  /** Hashes with this scheme; checks hashes of any scheme. */
  public PasswordHashing hashing(SecureRandom random) {
    return switch (algorithm) {
      case BCRYPT -> new Bcrypt(cost, random);
      case PBKDF2 -> new Pbkdf2(cost, random);
    };
  }

  @Override
  public String toString() {
    return algorithm.wireName() + ":" + cost;
  }
}
