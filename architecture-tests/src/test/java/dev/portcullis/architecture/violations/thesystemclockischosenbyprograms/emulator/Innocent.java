package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.emulator;

import java.time.InstantSource;

class Innocent {
  InstantSource time() {
    return InstantSource.system();
  }
}
