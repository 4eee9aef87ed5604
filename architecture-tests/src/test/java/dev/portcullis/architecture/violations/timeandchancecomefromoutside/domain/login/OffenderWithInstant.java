package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.time.Instant;

class OffenderWithInstant {
  Instant pick() {
    return Instant.now();
  }
}
