package dev.portcullis.architecture.violations.onlybootstrapmakesadapters.application.login;

import dev.portcullis.architecture.violations.onlybootstrapmakesadapters.adapters.auth0.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
