package dev.portcullis.architecture.violations.nostandardstreams.emulator;

class OffenderWithErr {
  void print() {
    System.err.println("granted");
  }
}
