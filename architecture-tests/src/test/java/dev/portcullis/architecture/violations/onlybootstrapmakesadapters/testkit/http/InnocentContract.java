package dev.portcullis.architecture.violations.onlybootstrapmakesadapters.testkit.http;

import dev.portcullis.architecture.violations.onlybootstrapmakesadapters.adapters.auth0.Known;

class InnocentContract {
  Known known() {
    return new Known();
  }
}
