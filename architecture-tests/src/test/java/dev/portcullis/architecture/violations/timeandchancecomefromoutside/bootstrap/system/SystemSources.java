package dev.portcullis.architecture.violations.timeandchancecomefromoutside.bootstrap.system;

import java.time.Instant;

class SystemSources {
  static class Innocent {
    Instant pick() {
      return Instant.now();
    }
  }
}
