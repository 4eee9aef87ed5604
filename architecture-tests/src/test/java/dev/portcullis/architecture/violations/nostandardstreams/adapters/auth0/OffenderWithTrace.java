package dev.portcullis.architecture.violations.nostandardstreams.adapters.auth0;

class OffenderWithTrace {
  void print(Exception e) {
    e.printStackTrace();
  }
}
