package dev.portcullis.architecture.violations.onlybootstrapmakesservices.adapters.http;

import dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.login.KnownService;

class Offender {
  KnownService known() {
    return new KnownService();
  }
}
