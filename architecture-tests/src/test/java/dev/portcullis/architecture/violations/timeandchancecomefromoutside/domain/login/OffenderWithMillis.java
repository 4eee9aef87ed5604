package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

class OffenderWithMillis {
  long pick() {
    return System.currentTimeMillis();
  }
}
