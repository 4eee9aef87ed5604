package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.time.LocalDate;
import java.time.ZoneOffset;

class OffenderWithDate {
  LocalDate pick() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
