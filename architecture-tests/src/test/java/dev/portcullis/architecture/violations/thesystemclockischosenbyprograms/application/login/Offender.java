package dev.portcullis.architecture.violations.thesystemclockischosenbyprograms.application.login;

import java.time.InstantSource;

class Offender {
  InstantSource time() {
    return InstantSource.system();
  }
}
