package dev.portcullis.architecture.violations.onlytheresolverestablishesaddresses.domain.address;

class Offender {
  ClientAddress guess() {
    return new ClientAddress("192.0.2.1");
  }
}
