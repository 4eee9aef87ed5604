package dev.portcullis.emulator.internal.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Prepared replies, each sent once, to the next request for its path. Safe for many threads. */
public final class PreparedReplies {

  private static final int CAPACITY = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PreparedReply> waiting = new ArrayDeque<>();

  /** Prepares a reply; the oldest is removed if there are too many. */
  public void add(PreparedReply answer) {
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

  /** A copy of the waiting replies, in their order. */
  public List<PreparedReply> waiting() {
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
      for (Iterator<PreparedReply> all = waiting.iterator(); all.hasNext(); ) {
        PreparedReply each = all.next();
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
  public record PreparedReply(String path, Reply reply) {}
}
