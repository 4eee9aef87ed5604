package dev.portcullis.architecture.violations.bucket4jlivesinadaptersofstate.adapters.memory;

import io.github.bucket4j.BucketState;

class Innocent {
  Runnable reset(BucketState state) {
    return state::reset;
  }
}
