package dev.portcullis.architecture.violations.onlythedemorunstheemulator.demo;

import dev.portcullis.architecture.violations.onlythedemorunstheemulator.emulator.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
