package dev.portcullis.architecture.violations.onlybootstrapmakesadapters.application.service;

import dev.portcullis.architecture.violations.onlybootstrapmakesadapters.adapters.auth0.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
