package dev.portcullis.architecture.violations.onlybootstraprunstheemulator.bootstrap;

import dev.portcullis.architecture.violations.onlybootstraprunstheemulator.emulator.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
