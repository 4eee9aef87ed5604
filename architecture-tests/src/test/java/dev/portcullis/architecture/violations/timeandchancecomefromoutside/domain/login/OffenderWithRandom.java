package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.Random;

class OffenderWithRandom {
  Random pick() {
    return new Random();
  }
}
