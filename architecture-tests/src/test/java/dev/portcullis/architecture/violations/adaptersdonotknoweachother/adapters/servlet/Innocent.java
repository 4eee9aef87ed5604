package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.servlet;

import dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.http.exchange.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
