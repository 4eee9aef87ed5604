package dev.portcullis.architecture.violations.timeandchancecomefromoutside.bootstrap;

import java.time.Instant;

class OffenderInProgram {
  Instant pick() {
    return Instant.now();
  }
}
