package dev.portcullis.architecture.violations.onlyembedmakesservices.bootstrap;

import dev.portcullis.architecture.violations.onlyembedmakesservices.application.login.KnownService;

class OffenderInProgram {
  KnownService known() {
    return new KnownService();
  }
}
