package dev.portcullis.architecture.violations.injectionlivesinbootstrap.adapters.http;

import jakarta.inject.Inject;

class Offender {
  @Inject
  Offender() {}
}
