package dev.portcullis.adapters.http;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the balancer should send logins here: from the start of the server until its stop. */
public final class Readiness {

  private final AtomicBoolean ready = new AtomicBoolean();

  boolean isReady() {
    return ready.get();
  }

  void set(boolean value) {
    ready.set(value);
  }
}
