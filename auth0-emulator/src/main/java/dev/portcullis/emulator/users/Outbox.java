package dev.portcullis.emulator.users;

import dev.portcullis.emulator.seed.Secret;
import dev.portcullis.emulator.users.SentMail.Kind;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The latest mails, at most 10,000; safe for many threads. */
public final class Outbox {

  private static final int CAPACITY = 10_000;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<SentMail> mails = new ArrayDeque<>();

  /** An empty outbox. */
  public Outbox(InstantSource clock) {
    this.clock = clock;
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
      if (mails.size() == CAPACITY) {
        mails.removeFirst();
      }
      mails.addLast(mail);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the kept mails, oldest first. */
  public List<SentMail> mails() {
    lock.lock();
    try {
      return new ArrayList<>(mails);
    } finally {
      lock.unlock();
    }
  }
}
