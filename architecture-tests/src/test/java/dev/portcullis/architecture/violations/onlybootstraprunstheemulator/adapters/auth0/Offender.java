package dev.portcullis.architecture.violations.onlybootstraprunstheemulator.adapters.auth0;

import dev.portcullis.architecture.violations.onlybootstraprunstheemulator.emulator.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
