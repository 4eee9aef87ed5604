package dev.portcullis.architecture.violations.onlybootstrapmakesservices.adapters.http;

import dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.service.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
