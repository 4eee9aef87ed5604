package dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.bootstrap;

import dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.adapters.auth0.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
