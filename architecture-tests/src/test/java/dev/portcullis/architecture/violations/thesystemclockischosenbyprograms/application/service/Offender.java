package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.application.service;

import java.time.InstantSource;

class Offender {
  InstantSource time() {
    return InstantSource.system();
  }
}
