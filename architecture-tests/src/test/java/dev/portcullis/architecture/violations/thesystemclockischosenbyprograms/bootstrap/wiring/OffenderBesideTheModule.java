package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.bootstrap.wiring;

import java.time.InstantSource;

class OffenderBesideTheModule {
  InstantSource pick() {
    return InstantSource.system();
  }
}
