package dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.embed;

import dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.adapters.auth0.Known;

class InnocentFrontDoor {
  Known known() {
    return new Known();
  }
}
