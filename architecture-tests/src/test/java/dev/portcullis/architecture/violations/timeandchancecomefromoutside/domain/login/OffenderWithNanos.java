package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.function.LongSupplier;

class OffenderWithNanos {
  LongSupplier pick() {
    return System::nanoTime;
  }
}
