package dev.portcullis.emulator.internal.users;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.observed.SentMail.Kind;
import dev.portcullis.emulator.tenant.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The latest mails, at most 10,000; safe for many threads. */
public final class Outbox {

  private static final int CAPACITY = 10_000;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Table<Long, SentMail> table;
  private final Map<Long, SentMail> mails = new LinkedHashMap<>();
  private long sent;

  /** The mails of the store. */
  public Outbox(InstantSource clock, Store store) {
    this.clock = clock;
    this.table = store.table("mails", Long.class, SentMail.class);
    mails.putAll(table.load());
    this.sent = mails.keySet().stream().max(Long::compare).orElse(0L);
  }

  /** Records a message without content. */
  public void send(Kind kind, String to) {
    add(new SentMail(kind, to, clock.instant(), Optional.empty()));
  }

  /** Records a message. */
  public void send(Kind kind, String to, Secret content) {
    add(new SentMail(kind, to, clock.instant(), Optional.of(content)));
  }

  private void add(SentMail mail) {
    lock.lock();
    try {
      sent++;
      table.put(sent, mail);
      mails.put(sent, mail);
      if (mails.size() > CAPACITY) {
        long oldest = mails.keySet().iterator().next();
        mails.remove(oldest);
        table.remove(oldest);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the kept mails, oldest first. */
  public List<SentMail> mails() {
    lock.lock();
    try {
      return new ArrayList<>(mails.values());
    } finally {
      lock.unlock();
    }
  }
}
