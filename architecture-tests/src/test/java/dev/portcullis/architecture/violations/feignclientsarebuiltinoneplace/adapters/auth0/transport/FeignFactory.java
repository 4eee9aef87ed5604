package dev.portcullis.architecture.violations.feignclientsarebuiltinoneplace.adapters.auth0.transport;

import feign.Feign;

class FeignFactory {
  Feign.Builder builder() {
    return Feign.builder();
  }

  static class Innocent {
    Feign.Builder change(Feign.Builder builder) {
      return builder.dismiss404();
    }
  }
}
