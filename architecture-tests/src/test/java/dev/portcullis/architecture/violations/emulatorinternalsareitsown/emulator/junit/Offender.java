package dev.portcullis.architecture.violations.emulatorinternalsareitsown.emulator.junit;

import dev.portcullis.architecture.violations.emulatorinternalsareitsown.emulator.internal.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
