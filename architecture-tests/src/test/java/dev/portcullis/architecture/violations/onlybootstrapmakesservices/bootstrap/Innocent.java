package dev.portcullis.architecture.violations.onlybootstrapmakesservices.bootstrap;

import dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.service.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
