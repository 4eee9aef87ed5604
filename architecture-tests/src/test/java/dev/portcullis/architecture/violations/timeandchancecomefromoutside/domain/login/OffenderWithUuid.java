package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.UUID;

class OffenderWithUuid {
  UUID pick() {
    return UUID.randomUUID();
  }
}
