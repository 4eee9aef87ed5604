package dev.portcullis.architecture.violations.bucket4jlivesinadaptersofstate.adapters.http;

import io.github.bucket4j.BucketState;

class Offender {
  Runnable reset(BucketState state) {
    return state::reset;
  }
}
