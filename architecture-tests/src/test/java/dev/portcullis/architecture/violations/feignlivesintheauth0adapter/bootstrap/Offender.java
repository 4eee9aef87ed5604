package dev.portcullis.architecture.violations.feignlivesintheauth0adapter.bootstrap;

import feign.Retryer;

class Offender {
  Retryer retryer() {
    return Retryer.NEVER_RETRY;
  }
}
