package dev.portcullis.architecture.violations.timeandchancecomefromoutside.bootstrap;

import java.time.Instant;

class Innocent {
  Instant pick() {
    return Instant.now();
  }
}
