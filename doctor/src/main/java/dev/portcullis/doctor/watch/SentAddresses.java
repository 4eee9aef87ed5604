package dev.portcullis.doctor.watch;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers the address that was sent for each login of a bounded sample, for five minutes. It
 * keeps only a salted hash of the user name. Safe for concurrent use.
 */
public final class SentAddresses implements Journal {

  private static final int PER_SECOND = 64;
  private static final int CAPACITY = 16_384;

  /** Allows for late logs and for clocks that differ. */
  private static final Duration MEMORY = Duration.ofMinutes(5);

  private final InstantSource time;
  private final long salt;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Deque<Sent>> byUser = new HashMap<>();
  private final Deque<Sent> inOrder = new ArrayDeque<>();
  private long second;
  private int inSecond;

  /**
   * Remembers nothing yet.
   *
   * @param salt a random number that is kept secret
   */
  public SentAddresses(InstantSource time, long salt) {
    this.time = time;
    this.salt = salt;
  }

  private record Sent(long user, IpAddress address, Instant at) {}

  @Override
  public void record(GatewayEvent event) {
    if (event instanceof GatewayEvent.LoginEnded login
        && login.outcome() instanceof LoginOutcome.Granted) {
      remember(login.subject().identifier().value(), login.subject().client().value());
    }
  }

  private void remember(String user, IpAddress address) {
    Instant now = time.instant();
    Sent sent = new Sent(hash(user), address, now);
    lock.lock();
    try {
      if (now.getEpochSecond() != second) {
        second = now.getEpochSecond();
        inSecond = 0;
      }
      if (inSecond++ >= PER_SECOND) {
        return;
      }
      while (!inOrder.isEmpty()
          && (inOrder.size() >= CAPACITY || inOrder.getFirst().at().isBefore(now.minus(MEMORY)))) {
        forget(inOrder.removeFirst());
      }
      inOrder.addLast(sent);
      byUser.computeIfAbsent(sent.user(), hash -> new ArrayDeque<>()).addLast(sent);
    } finally {
      lock.unlock();
    }
  }

  private void forget(Sent oldest) {
    Deque<Sent> own = byUser.get(oldest.user());
    if (own != null) {
      own.removeFirst();
      if (own.isEmpty()) {
        byUser.remove(oldest.user());
      }
    }
  }

  /** The addresses sent for a user within five minutes of a time. */
  Seq<IpAddress> of(String user, Instant about) {
    lock.lock();
    try {
      return Vector.ofAll(byUser.getOrDefault(hash(user), new ArrayDeque<>()))
          .filter(sent -> Duration.between(sent.at(), about).abs().compareTo(MEMORY) <= 0)
          .map(Sent::address)
          .distinct();
    } finally {
      lock.unlock();
    }
  }

  /** FNV-1a of 64 bits; Auth0 ignores the case of e-mail addresses. */
  private long hash(String user) {
    long hash = 0xcbf29ce484222325L ^ salt;
    String folded = user.toLowerCase(Locale.ROOT);
    for (int i = 0; i < folded.length(); i++) {
      hash = (hash ^ folded.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
