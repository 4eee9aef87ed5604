package dev.portcullis.application.protection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for their turn: sources take turns, and each source's calls come in the order in
 * which they arrived. Not safe for concurrent use.
 */
final class WaitingCalls {

  /** The part of the room that the source with the most calls may hold while others need it. */
  private static final int SHARE = 4;

  private final Map<String, Deque<WaitingCall>> bySource = new HashMap<>();
  private final Deque<String> turns = new ArrayDeque<>();
  private int size;

  int size() {
    return size;
  }

  void add(WaitingCall call) {
    Deque<WaitingCall> calls = bySource.get(call.source());
    if (calls == null) {
      calls = new ArrayDeque<>();
      bySource.put(call.source(), calls);
      turns.addLast(call.source());
    }
    calls.addLast(call);
    size++;
  }

  /** The next one, whose source then waits for the others' turns; null if none waits. */
  @Nullable WaitingCall next() {
    String source = turns.pollFirst();
    if (source == null) {
      return null;
    }
    Deque<WaitingCall> calls = of(source);
    WaitingCall next = calls.removeFirst();
    size--;
    if (calls.isEmpty()) {
      bySource.remove(source);
    } else {
      turns.addLast(source);
    }
    return next;
  }

  void remove(WaitingCall call) {
    Deque<WaitingCall> calls = bySource.get(call.source());
    if (calls != null && calls.remove(call)) {
      size--;
      forgetIfEmpty(call.source(), calls);
    }
  }

  /**
   * Makes room for one call of a source that has few, at the cost of the last call of the source
   * with the most; null if no source has more than its share.
   *
   * @param room how many may wait
   */
  @Nullable WaitingCall displacedFor(String source, int room) {
    Deque<WaitingCall> mine = bySource.get(source);
    int most = Math.max(2 * (mine == null ? 1 : mine.size() + 1), room / SHARE);
    String largest = null;
    for (Map.Entry<String, Deque<WaitingCall>> each : bySource.entrySet()) {
      if (each.getValue().size() > most) {
        most = each.getValue().size();
        largest = each.getKey();
      }
    }
    if (largest == null) {
      return null;
    }
    Deque<WaitingCall> calls = of(largest);
    WaitingCall last = calls.removeLast();
    size--;
    forgetIfEmpty(largest, calls);
    return last;
  }

  /** Removes all. */
  void drainTo(Consumer<WaitingCall> receiver) {
    Iterator<Deque<WaitingCall>> all = bySource.values().iterator();
    while (all.hasNext()) {
      all.next().forEach(receiver);
    }
    bySource.clear();
    turns.clear();
    size = 0;
  }

  private Deque<WaitingCall> of(String source) {
    Deque<WaitingCall> calls = bySource.get(source);
    if (calls == null) {
      throw new IllegalStateException("source: has no calls (expected: one that has a turn)");
    }
    return calls;
  }

  private void forgetIfEmpty(String source, Deque<WaitingCall> calls) {
    if (calls.isEmpty()) {
      bySource.remove(source);
      turns.remove(source);
    }
  }
}
