package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.bootstrap.system;

import java.time.InstantSource;

class SystemSources {
  static class Innocent {
    InstantSource pick() {
      return InstantSource.system();
    }
  }
}
