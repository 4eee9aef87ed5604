package dev.portcullis.architecture.violations.onlyembedmakesservices.embed;

import dev.portcullis.architecture.violations.onlyembedmakesservices.application.login.KnownService;

class Innocent {
  KnownService known() {
    return new KnownService();
  }
}
