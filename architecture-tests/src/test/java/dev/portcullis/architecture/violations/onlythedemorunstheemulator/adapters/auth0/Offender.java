package dev.portcullis.architecture.violations.onlythedemorunstheemulator.adapters.auth0;

import dev.portcullis.architecture.violations.onlythedemorunstheemulator.emulator.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
