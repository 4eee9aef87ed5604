package dev.portcullis.architecture.violations.nostandardstreams.bootstrap;

class Innocent {
  void print() {
    System.out.println("0.1.0");
  }
}
