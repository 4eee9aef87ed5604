package dev.portcullis.architecture.violations.feignclientsarebuiltinoneplace.adapters.auth0.token;

import feign.Feign;

class OffenderWithConstructor {
  Feign.Builder builder() {
    return new Feign.Builder();
  }
}
