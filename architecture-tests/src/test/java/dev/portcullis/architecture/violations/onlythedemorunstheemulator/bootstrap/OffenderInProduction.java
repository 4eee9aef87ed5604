package dev.portcullis.architecture.violations.onlythedemorunstheemulator.bootstrap;

import dev.portcullis.architecture.violations.onlythedemorunstheemulator.emulator.Known;

class OffenderInProduction {
  Known known() {
    return new Known();
  }
}
