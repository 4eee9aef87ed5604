package dev.portcullis.emulator.internal.users;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.observed.SentMail.Kind;
import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The links in mails and tickets: to set a new password, or to lift a block. Each is valid once and
 * for a limited time. Safe for many threads.
 */
public final class MailedLinks {

  /** How long a link is valid, unless a ticket has another lifetime. */
  public static final Duration LIFETIME = Duration.ofDays(5);

  private static final int CAPACITY = 10_000;

  private final String issuer;
  private final Outbox outbox;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Table<String, Ticket> table;
  private final Map<String, Ticket> tickets = new LinkedHashMap<>();

  /** Creates links under this issuer, which ends with a slash. */
  public MailedLinks(
      String issuer, Outbox outbox, InstantSource clock, SecureRandom random, Store store) {
    this.issuer = issuer;
    this.outbox = outbox;
    this.clock = clock;
    this.random = random;
    this.table = store.table("links", String.class, Ticket.class);
    tickets.putAll(table.load());
  }

  /** Sends a user a link to set a new password. */
  public void sendReset(Kind kind, User user) {
    outbox.send(kind, user.email(), resetLink(user.userId(), LIFETIME, false, Optional.empty()));
  }

  /** Sends a user a link that lifts the block of the account. */
  public void sendUnblock(User user) {
    String ticket =
        issue(new Ticket(user.userId(), clock.instant().plus(LIFETIME), false, Optional.empty()));
    outbox.send(
        Kind.BLOCKED_ACCOUNT, user.email(), Secret.of(issuer + "lo/unblock?ticket=" + ticket));
  }

  /** A link to set a new password, which leads to that URL afterwards. */
  public Secret resetLink(
      String userId, Duration lifetime, boolean verifiesEmail, Optional<String> resultUrl) {
    String ticket =
        issue(new Ticket(userId, clock.instant().plus(lifetime), verifiesEmail, resultUrl));
    return Secret.of(issuer + "lo/reset?ticket=" + ticket);
  }

  /** The ticket of that text, if it is still valid. */
  public Optional<Ticket> find(String ticket) {
    lock.lock();
    try {
      return Optional.ofNullable(tickets.get(ticket))
          .filter(found -> clock.instant().isBefore(found.expires()));
    } finally {
      lock.unlock();
    }
  }

  /** Finds a ticket and invalidates it. */
  public Optional<Ticket> redeem(String ticket) {
    lock.lock();
    try {
      Optional<Ticket> found = find(ticket);
      tickets.remove(ticket);
      table.remove(ticket);
      return found;
    } finally {
      lock.unlock();
    }
  }

  private String issue(Ticket ticket) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lock.lock();
    try {
      table.put(text, ticket);
      tickets.put(text, ticket);
      if (tickets.size() > CAPACITY) {
        String oldest = tickets.keySet().iterator().next();
        tickets.remove(oldest);
        table.remove(oldest);
      }
      return text;
    } finally {
      lock.unlock();
    }
  }

  /** What a link stands for. */
  public record Ticket(
      String userId, Instant expires, boolean verifiesEmail, Optional<String> resultUrl) {}
}
