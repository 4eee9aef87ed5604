package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.embed;

import java.time.InstantSource;

class OffenderBesideDefault {
  InstantSource pick() {
    return InstantSource.system();
  }
}
