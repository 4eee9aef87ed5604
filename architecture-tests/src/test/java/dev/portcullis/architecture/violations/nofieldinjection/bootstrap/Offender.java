package dev.portcullis.architecture.violations.nofieldinjection.bootstrap;

import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

class Offender {
  @Inject @Nullable String part;
}
