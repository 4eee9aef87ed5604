package dev.portcullis.architecture.violations.injectionlivesinbootstrap.bootstrap;

import jakarta.inject.Inject;

class Innocent {
  @Inject
  Innocent() {}
}
