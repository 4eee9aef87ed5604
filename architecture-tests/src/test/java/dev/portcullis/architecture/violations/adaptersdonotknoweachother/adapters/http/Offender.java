package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.http;

import dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.auth0.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
