package dev.portcullis.emulator.tenant;

import dev.portcullis.emulator.address.AllowlistMatching;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the emulator runs a tenant, as the {@code emulator} section of a tenant file has it; an
 * absent value leaves what was set before.
 *
 * @param bcryptCost the cost of new password hashes, 4..31
 * @param logRetention how many log events are kept, at least 1
 * @param allowlistMatching which addresses AllowLists match
 * @param breachedPasswords lists of breached passwords, beside Auth0's own test passwords
 */
public record EmulatorOptions(
    Optional<Integer> bcryptCost,
    Optional<Integer> logRetention,
    Optional<AllowlistMatching> allowlistMatching,
    List<Path> breachedPasswords) {

  /** No value at all. */
  public static final EmulatorOptions NONE =
      new EmulatorOptions(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** The emulator's defaults: cost 4, 10,000 log events, the forwarded address only, no lists. */
  public static final EmulatorOptions DEFAULTS =
      NONE.withBcryptCost(4)
          .withLogRetention(10_000)
          .withAllowlistMatching(AllowlistMatching.FORWARDED_ONLY);

  /** Checks the retention and copies the paths. */
  public EmulatorOptions {
    if (logRetention.filter(value -> value < 1).isPresent()) {
      throw new IllegalArgumentException(
          "logRetention: " + logRetention.get() + " (expected: >= 1)");
    }
    breachedPasswords = List.copyOf(breachedPasswords);
  }

  /** These options, changed by the values that {@code given} has; lists are added. */
  public EmulatorOptions changedBy(EmulatorOptions given) {
    return new EmulatorOptions(
        given.bcryptCost.or(() -> bcryptCost),
        given.logRetention.or(() -> logRetention),
        given.allowlistMatching.or(() -> allowlistMatching),
        Stream.concat(breachedPasswords.stream(), given.breachedPasswords.stream()).toList());
  }

  /** With this cost of password hashes. */
  public EmulatorOptions withBcryptCost(int value) {
    return new EmulatorOptions(
        Optional.of(value), logRetention, allowlistMatching, breachedPasswords);
  }

  /** With the default cost of password hashes. */
  public EmulatorOptions withoutBcryptCost() {
    return new EmulatorOptions(
        Optional.empty(), logRetention, allowlistMatching, breachedPasswords);
  }

  /** With this many log events. */
  public EmulatorOptions withLogRetention(int value) {
    return new EmulatorOptions(
        bcryptCost, Optional.of(value), allowlistMatching, breachedPasswords);
  }

  /** With AllowLists matched like this. */
  public EmulatorOptions withAllowlistMatching(AllowlistMatching value) {
    return new EmulatorOptions(bcryptCost, logRetention, Optional.of(value), breachedPasswords);
  }

  /** With these lists of breached passwords. */
  public EmulatorOptions withBreachedPasswords(List<Path> value) {
    return new EmulatorOptions(bcryptCost, logRetention, allowlistMatching, value);
  }
}
