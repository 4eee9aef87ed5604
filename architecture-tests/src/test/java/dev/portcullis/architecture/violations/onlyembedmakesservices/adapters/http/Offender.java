package dev.portcullis.architecture.violations.onlyembedmakesservices.adapters.http;

import dev.portcullis.architecture.violations.onlyembedmakesservices.application.login.KnownService;

class Offender {
  KnownService known() {
    return new KnownService();
  }
}
