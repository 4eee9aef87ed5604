package dev.portcullis.adapters.redis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened to a connection: {@code back}, or why the store was away. */
final class RecordingEvents implements StoreEvents {

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<StoreUse, Integer> failures = new ConcurrentHashMap<>();

  @Override
  public void failed(StoreUse use) {
    failures.merge(use, 1, Integer::sum);
  }

  @Override
  public void away(String reason) {
    events.add(reason);
  }

  @Override
  public void back() {
    events.add("back");
  }

  List<String> all() {
    return List.copyOf(events);
  }

  /** Whether the store is there, as last told. */
  boolean isBack() {
    return !events.isEmpty() && events.getLast().equals("back");
  }

  boolean isAway() {
    return !events.isEmpty() && !isBack();
  }

  Map<StoreUse, Integer> failures() {
    return Map.copyOf(failures);
  }

  int failures(StoreUse use) {
    return failures.getOrDefault(use, 0);
  }
}
