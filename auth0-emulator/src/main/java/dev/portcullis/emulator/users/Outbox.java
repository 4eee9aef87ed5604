package dev.portcullis.emulator.users;

import dev.portcullis.emulator.users.SentMail.Kind;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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

  /** Records a mail. */
  public void send(Kind kind, String to) {
    lock.lock();
    try {
      if (mails.size() == CAPACITY) {
        mails.removeFirst();
      }
      mails.addLast(new SentMail(kind, to, clock.instant()));
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
