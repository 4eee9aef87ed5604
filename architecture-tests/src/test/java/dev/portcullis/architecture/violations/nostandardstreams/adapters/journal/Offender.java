package dev.portcullis.architecture.violations.nostandardstreams.adapters.journal;

class Offender {
  void print() {
    System.out.println("granted");
  }
}
