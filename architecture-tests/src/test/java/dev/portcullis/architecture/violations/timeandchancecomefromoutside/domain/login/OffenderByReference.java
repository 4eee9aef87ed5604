package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.time.Instant;
import java.util.function.Supplier;

class OffenderByReference {
  Supplier<Instant> pick() {
    return Instant::now;
  }
}
