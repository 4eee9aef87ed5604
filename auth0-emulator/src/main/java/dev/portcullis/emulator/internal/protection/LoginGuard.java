package dev.portcullis.emulator.internal.protection;

import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.observed.LoginBlock;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Suspicious IP throttling and brute-force protection of password logins, in this order, both
 * before the password is checked. Safe for many threads.
 */
public final class LoginGuard {

  /** At most this many addresses, and as many identifiers, are counted concurrently. */
  static final int CAPACITY = 20_000;

  private final Supplier<BruteForceSettings> bruteForceSettings;
  private final Supplier<SuspiciousIpSettings> suspiciousIpSettings;
  private final AllowlistMatching matching;
  private final Attempts<BlockKey> identifiers;
  private final Attempts<IpLiteral> addresses;

  /** Continues counting from the store; a change of the settings applies to earlier counts too. */
  public LoginGuard(
      Supplier<BruteForceSettings> bruteForceSettings,
      Supplier<SuspiciousIpSettings> suspiciousIpSettings,
      AllowlistMatching matching,
      InstantSource clock,
      Store store) {
    this.bruteForceSettings = bruteForceSettings;
    this.suspiciousIpSettings = suspiciousIpSettings;
    this.matching = matching;
    this.identifiers =
        new Attempts<>(
            () -> new ConsecutiveFailures(() -> bruteForceSettings.get().maxAttempts()),
            clock,
            CAPACITY,
            store.table("identifiers", BlockKey.class, Counted.class));
    this.addresses =
        new Attempts<>(
            () ->
                new TokenBucket(
                    () -> suspiciousIpSettings.get().login().maxAttempts(),
                    () -> suspiciousIpSettings.get().login().rate()),
            clock,
            CAPACITY,
            store.table("addresses", IpLiteral.class, Counted.class));
  }

  /** The form in which identifiers are compared. */
  public static String canonical(String identifier) {
    return identifier.toLowerCase(Locale.ROOT);
  }

  /**
   * Requests one attempt; may wait until concurrent attempts on the same identifier or address are
   * decided.
   */
  public Admission begin(
      Connection connection, String identifier, IpLiteral source, IpLiteral peer) {
    BruteForceSettings bruteForce = bruteForceSettings.get();
    SuspiciousIpSettings suspiciousIp = suspiciousIpSettings.get();
    Track<IpLiteral> byAddress =
        new Track<>(
            addresses,
            source,
            suspiciousIp.enabled() && !matching.exempts(suspiciousIp.allowlist(), source, peer),
            suspiciousIp.shields().contains(Shield.BLOCK));
    Track<BlockKey> byIdentifier =
        new Track<>(
            identifiers,
            key(bruteForce.mode(), connection, identifier, source),
            bruteForce.enabled()
                && connection.bruteForceProtection()
                && !matching.exempts(bruteForce.allowlist(), source, peer),
            bruteForce.shields().contains(Shield.BLOCK));
    if (!byAddress.begin()) {
      return new AddressBlocked();
    }
    boolean admitted = false;
    try {
      admitted = byIdentifier.begin();
    } finally {
      if (!admitted) {
        byAddress.abandoned();
      }
    }
    return admitted ? new Attempt(byAddress, byIdentifier) : new IdentifierBlocked();
  }

  /** The current blocks of an identifier, as {@code GET /api/v2/user-blocks} lists them. */
  public List<LoginBlock> blocks(String identifier) {
    String wanted = canonical(identifier);
    return blocks().stream().filter(block -> block.identifier().equals(wanted)).toList();
  }

  /** The current blocks of all identifiers. */
  public List<LoginBlock> blocks() {
    List<LoginBlock> blocks = new ArrayList<>();
    identifiers.blocked(
        (key, now) ->
            blocks.add(new LoginBlock(key.identifier(), key.address(), key.connection())));
    return List.copyOf(blocks);
  }

  /** The failed logins of identifiers that are not blocked yet. */
  public List<Failed> failed() {
    int most = bruteForceSettings.get().maxAttempts();
    List<Failed> failed = new ArrayList<>();
    identifiers.counting(
        (key, left) ->
            failed.add(
                new Failed(key.identifier(), key.address(), key.connection(), most - left, most)));
    return List.copyOf(failed);
  }

  /** How many of the {@code most} failed logins that lead to a block there were. */
  public record Failed(
      String identifier, Optional<IpLiteral> address, String connection, int count, int most) {}

  /** Lifts brute-force protection's blocks of an identifier; false if there was none. */
  public boolean unblock(String identifier) {
    String wanted = canonical(identifier);
    return identifiers.forget(key -> key.identifier().equals(wanted)) > 0;
  }

  /** The number of counted failed logins of an address. */
  public int failuresFrom(IpLiteral address) {
    return suspiciousIpSettings.get().login().maxAttempts() - addresses.remaining(address);
  }

  /** Whether suspicious IP throttling refuses an address. */
  public boolean addressBlocked(IpLiteral address) {
    SuspiciousIpSettings settings = suspiciousIpSettings.get();
    return settings.enabled()
        && settings.shields().contains(Shield.BLOCK)
        && addresses.remaining(address) <= 0;
  }

  /** The addresses that suspicious IP throttling refuses. */
  public List<IpLiteral> blockedAddresses() {
    List<IpLiteral> blocked = new ArrayList<>();
    SuspiciousIpSettings settings = suspiciousIpSettings.get();
    if (settings.enabled() && settings.shields().contains(Shield.BLOCK)) {
      addresses.blocked((address, now) -> blocked.add(address));
    }
    return List.copyOf(blocked);
  }

  /** Removes the counted failed logins of an address; true if it was blocked. */
  public boolean unblockAddress(IpLiteral address) {
    return addresses.forget(address::equals) > 0;
  }

  private static BlockKey key(
      Mode mode, Connection connection, String identifier, IpLiteral source) {
    Optional<IpLiteral> address =
        mode == Mode.COUNT_PER_IDENTIFIER ? Optional.empty() : Optional.of(source);
    return new BlockKey(connection.name(), canonical(identifier), address);
  }

  /** Whether a login may be tried. */
  public sealed interface Admission {}

  /** Too many failed logins came from the address. */
  public record AddressBlocked() implements Admission {}

  /** The identifier is blocked, from this address or from all. */
  public record IdentifierBlocked() implements Admission {}

  /** A login that may be tried; always close it. */
  public static final class Attempt implements Admission, AutoCloseable {

    private final Track<IpLiteral> byAddress;
    private final Track<BlockKey> byIdentifier;

    private Attempt(Track<IpLiteral> byAddress, Track<BlockKey> byIdentifier) {
      this.byAddress = byAddress;
      this.byIdentifier = byIdentifier;
    }

    /** The credentials were wrong. */
    public Failure failed() {
      return new Failure(byAddress.failed(), byIdentifier.failed());
    }

    /** The login succeeded. */
    public void succeeded() {
      byAddress.succeeded();
      byIdentifier.succeeded();
    }

    /** Releases the attempt if it was not decided. */
    @Override
    public void close() {
      byAddress.abandoned();
      byIdentifier.abandoned();
    }
  }

  /** Which thresholds a failed login has just met. */
  public record Failure(boolean meetsAddressThreshold, boolean meetsIdentifierThreshold) {}

  private record BlockKey(String connection, String identifier, Optional<IpLiteral> address) {}

  /** One counter during one attempt: not counted, counted only, or counted and blocking. */
  private static final class Track<K> {

    private final Attempts<K> attempts;
    private final K key;
    private final boolean counted;
    private final boolean blocking;
    private Optional<Attempts<K>.Place> place = Optional.empty();

    private Track(Attempts<K> attempts, K key, boolean counted, boolean blocking) {
      this.attempts = attempts;
      this.key = key;
      this.counted = counted;
      this.blocking = blocking;
    }

    private boolean begin() {
      if (!counted || !blocking) {
        return true;
      }
      place = attempts.begin(key);
      return place.isPresent();
    }

    private boolean failed() {
      if (place.isPresent()) {
        return place.get().failed();
      }
      return counted && attempts.fail(key);
    }

    private void succeeded() {
      if (place.isPresent()) {
        place.get().succeeded();
      } else if (counted) {
        attempts.succeed(key);
      }
    }

    private void abandoned() {
      place.ifPresent(Attempts.Place::abandoned);
    }
  }
}
