package com.acme.login.adapters.audit;

import java.time.Instant;
import java.time.InstantSource;

class AuditLog {

  private final InstantSource clock;

  AuditLog(InstantSource clock) {
    this.clock = clock;
  }

  Instant lastEntry() {
    return clock.instant();
  }
}
