package dev.portcullis.architecture.violations.feignclientsarebuiltinoneplace.adapters.auth0.token;

import feign.Feign;

class Offender {
  Feign.Builder builder() {
    return Feign.builder();
  }
}
