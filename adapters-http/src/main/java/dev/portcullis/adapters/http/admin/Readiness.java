package dev.portcullis.adapters.http.admin;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a load balancer should send logins here: from the start of the server until its stop.
 * Safe for concurrent use.
 */
public final class Readiness {

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicReference<Seq<String>> warnings = new AtomicReference<>(Vector.empty());

  boolean isReady() {
    return ready.get();
  }

  /** Replaces the warnings that the answer's body shows; they do not change its status. */
  public void warn(Seq<String> what) {
    warnings.set(what);
  }

  Seq<String> warnings() {
    return warnings.get();
  }

  /** Makes it ready, or not. */
  public void set(boolean value) {
    ready.set(value);
  }
}
