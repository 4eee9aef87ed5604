package dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.testkit.http;

import dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.adapters.auth0.Known;

class InnocentContract {
  Known known() {
    return new Known();
  }
}
