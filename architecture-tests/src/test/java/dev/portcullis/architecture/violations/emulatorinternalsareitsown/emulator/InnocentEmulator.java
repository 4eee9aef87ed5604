package dev.portcullis.architecture.violations.emulatorinternalsareitsown.emulator;

import dev.portcullis.architecture.violations.emulatorinternalsareitsown.emulator.internal.Known;

class InnocentEmulator {
  Known known() {
    return new Known();
  }
}
