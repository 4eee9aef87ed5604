package dev.portcullis.architecture.violations.onlybootstrapmakesservices.bootstrap;

import dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.login.KnownService;

class Innocent {
  KnownService known() {
    return new KnownService();
  }
}
