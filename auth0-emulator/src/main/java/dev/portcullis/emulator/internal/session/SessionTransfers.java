package dev.portcullis.emulator.internal.session;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.tenant.SessionTransfer.Binding;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The session transfer tokens, kept as hashes: each opens one session, within a minute. Safe for
 * many threads.
 */
public final class SessionTransfers {

  /** How long a token is valid. */
  public static final Duration LIFETIME = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Transfer> transfers;

  /** Keeps them in this store. */
  public SessionTransfers(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.transfers =
        new StoredMap<>(store.table("session-transfers", String.class, Transfer.class));
  }

  /** A token for the user of a refresh token, used by a client at this address. */
  public String issue(String userId, IpLiteral address, Binding binding) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Transfer transfer = new Transfer(userId, address, binding, clock.instant().plus(LIFETIME));
    lock.lock();
    try {
      transfers.put(Hash.of(token), transfer);
      return token;
    } finally {
      lock.unlock();
    }
  }

  /** The user's id; empty if the token is not valid for a browser at this address. */
  public Optional<String> redeem(String token, IpLiteral address) {
    lock.lock();
    try {
      String key = Hash.of(token);
      Optional<Transfer> found = transfers.get(key);
      transfers.remove(key);
      return found
          .filter(transfer -> clock.instant().isBefore(transfer.expires()))
          .filter(
              transfer -> transfer.binding() != Binding.IP || transfer.address().equals(address))
          .map(Transfer::userId);
    } finally {
      lock.unlock();
    }
  }

  private record Transfer(String userId, IpLiteral address, Binding binding, Instant expires) {}
}
