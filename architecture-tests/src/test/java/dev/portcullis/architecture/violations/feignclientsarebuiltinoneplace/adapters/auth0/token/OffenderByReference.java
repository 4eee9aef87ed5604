package dev.portcullis.architecture.violations.feignclientsarebuiltinoneplace.adapters.auth0.token;

import feign.Feign;
import java.util.function.Supplier;

class OffenderByReference {
  Supplier<Feign.Builder> builder() {
    return Feign::builder;
  }
}
