package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.servlet;

import dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.auth0.Known;

class OffenderOfAnother {
  Known known() {
    return new Known();
  }
}
