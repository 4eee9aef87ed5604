package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.embed;

import java.time.InstantSource;

class SystemTime {
  static class InnocentDefault {
    InstantSource pick() {
      return InstantSource.system();
    }
  }
}
