package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

class OffenderWithMath {
  double pick() {
    return Math.random();
  }
}
