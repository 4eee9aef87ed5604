package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.bootstrap.wiring;

import java.time.InstantSource;

class SystemModule {
  static class Innocent {
    InstantSource pick() {
      return InstantSource.system();
    }
  }
}
