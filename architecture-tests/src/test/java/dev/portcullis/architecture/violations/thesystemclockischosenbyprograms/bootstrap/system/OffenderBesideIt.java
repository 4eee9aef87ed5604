package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.bootstrap.system;

import java.time.InstantSource;

class OffenderBesideIt {
  InstantSource pick() {
    return InstantSource.system();
  }
}
