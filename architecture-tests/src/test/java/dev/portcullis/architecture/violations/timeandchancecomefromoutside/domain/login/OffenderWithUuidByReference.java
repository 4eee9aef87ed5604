package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.UUID;
import java.util.function.Supplier;

class OffenderWithUuidByReference {
  Supplier<UUID> pick() {
    return UUID::randomUUID;
  }
}
