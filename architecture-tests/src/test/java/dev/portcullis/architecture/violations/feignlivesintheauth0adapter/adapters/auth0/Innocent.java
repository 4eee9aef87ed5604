package dev.portcullis.architecture.violations.feignlivesintheauth0adapter.adapters.auth0;

import feign.Retryer;

class Innocent {
  Retryer retryer() {
    return Retryer.NEVER_RETRY;
  }
}
