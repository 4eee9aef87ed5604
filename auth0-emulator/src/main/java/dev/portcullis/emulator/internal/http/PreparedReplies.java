package dev.portcullis.emulator.internal.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Prepared answers, each given once to the next request for its path; safe for many threads. */
public final class PreparedReplies {

  private static final int CAPACITY = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<NextAnswer> waiting = new ArrayDeque<>();

  /** Prepares one more; the oldest is forgotten if there are too many. */
  public void add(NextAnswer answer) {
    lock.lock();
    try {
      if (waiting.size() == CAPACITY) {
        waiting.removeFirst();
      }
      waiting.addLast(answer);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of those that wait, in their order. */
  public List<NextAnswer> waiting() {
    lock.lock();
    try {
      return new ArrayList<>(waiting);
    } finally {
      lock.unlock();
    }
  }

  Optional<Reply> take(String path) {
    lock.lock();
    try {
      for (Iterator<NextAnswer> all = waiting.iterator(); all.hasNext(); ) {
        NextAnswer each = all.next();
        if (each.path().equals(path)) {
          all.remove();
          return Optional.of(each.reply());
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** A reply for a path. */
  public record NextAnswer(String path, Reply reply) {}
}
