package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.adapters.http;

import java.time.Clock;
import java.util.function.Supplier;

class OffenderByReference {
  Supplier<Clock> time() {
    return Clock::systemUTC;
  }
}
