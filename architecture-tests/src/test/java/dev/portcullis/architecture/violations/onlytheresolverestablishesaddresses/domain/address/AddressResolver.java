package dev.portcullis.architecture.violations.onlytheresolverestablishesaddresses.domain.address;

class AddressResolver {
  ClientAddress resolve() {
    return new ClientAddress("192.0.2.1");
  }
}
