package dev.portcullis.architecture.violations.onlybootstrapmakesadapters.bootstrap;

import dev.portcullis.architecture.violations.onlybootstrapmakesadapters.adapters.auth0.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
