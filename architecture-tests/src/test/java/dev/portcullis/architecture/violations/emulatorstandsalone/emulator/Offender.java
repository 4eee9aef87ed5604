package dev.portcullis.architecture.violations.emulatorstandsalone.emulator;

import dev.portcullis.architecture.violations.emulatorstandsalone.domain.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
