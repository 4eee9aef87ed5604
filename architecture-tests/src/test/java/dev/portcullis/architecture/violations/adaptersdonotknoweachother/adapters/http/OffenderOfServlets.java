package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.http;

import dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.servlet.Known;

class OffenderOfServlets {
  Known known() {
    return new Known();
  }
}
