package dev.portcullis.architecture.violations.jacksonlivesinadapters.bootstrap;

import com.fasterxml.jackson.core.JsonFactory;

class Offender {
  JsonFactory json() {
    return new JsonFactory();
  }
}
