package dev.portcullis.architecture.violations.timeandchancecomefromoutside.domain.login;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

class OffenderWithThreadLocal {
  Random pick() {
    return ThreadLocalRandom.current();
  }
}
