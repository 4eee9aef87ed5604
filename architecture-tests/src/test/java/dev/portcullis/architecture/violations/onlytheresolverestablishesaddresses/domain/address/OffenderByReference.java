package dev.portcullis.architecture.violations.onlytheresolverestablishesaddresses.domain.address;

import java.util.function.Function;

class OffenderByReference {
  Function<String, ClientAddress> guess() {
    return ClientAddress::new;
  }
}
