package dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.application.login;

import dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.adapters.auth0.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
