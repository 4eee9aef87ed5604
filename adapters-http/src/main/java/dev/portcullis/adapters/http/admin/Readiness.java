package dev.portcullis.adapters.http.admin;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a load balancer should send logins here: from the start of the server until its stop.
 * Safe for concurrent use.
 */
public final class Readiness {

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicReference<Map<String, Seq<String>>> warnings =
      new AtomicReference<>(LinkedHashMap.empty());

  boolean isReady() {
    return ready.get();
  }

  /**
   * Replaces the warnings about one subject that the answer's body shows; they do not change its
   * status.
   *
   * @param topic the subject, which is not shown
   */
  public void warn(String topic, Seq<String> what) {
    var unused = warnings.updateAndGet(all -> all.put(topic, what));
  }

  /** The warnings about all subjects. */
  Seq<String> warnings() {
    return warnings.get().values().flatMap(it -> it).toVector();
  }

  /** Makes it ready, or not. */
  public void set(boolean value) {
    ready.set(value);
  }
}
