package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.Random;
import java.util.function.Supplier;

class OffenderWithRandomByReference {
  Supplier<Random> pick() {
    return Random::new;
  }
}
