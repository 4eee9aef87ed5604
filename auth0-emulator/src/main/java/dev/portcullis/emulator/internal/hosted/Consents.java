package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** What users allowed applications to receive. Safe for many threads. */
final class Consents {

  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Given> given;

  Consents(Store store) {
    this.given = new StoredMap<>(store.table("consents", String.class, Given.class));
  }

  boolean covers(String userId, AuthorizeRequest request) {
    lock.lock();
    try {
      return given
          .get(key(userId, request))
          .filter(found -> found.scope().containsAll(request.scope()))
          .isPresent();
    } finally {
      lock.unlock();
    }
  }

  void give(String userId, AuthorizeRequest request) {
    lock.lock();
    try {
      String key = key(userId, request);
      List<String> before = given.get(key).map(Given::scope).orElse(List.of());
      given.put(
          key,
          new Given(Stream.concat(before.stream(), request.scope().stream()).distinct().toList()));
    } finally {
      lock.unlock();
    }
  }

  private static String key(String userId, AuthorizeRequest request) {
    return String.join("\n", userId, request.clientId(), request.audience());
  }

  private record Given(List<String> scope) {}
}
