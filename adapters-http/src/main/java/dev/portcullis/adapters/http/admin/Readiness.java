package dev.portcullis.adapters.http.admin;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the balancer should send logins here: from the start of the server until its stop. */
public final class Readiness {

  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicReference<Seq<String>> warnings = new AtomicReference<>(Vector.empty());

  boolean isReady() {
    return ready.get();
  }

  /**
   * Says, in the body of an answer that stays what it is, what an operator should know; nothing if
   * empty.
   */
  public void warn(Seq<String> what) {
    warnings.set(what);
  }

  Seq<String> warnings() {
    return warnings.get();
  }

  public void set(boolean value) {
    ready.set(value);
  }
}
