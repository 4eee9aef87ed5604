package dev.portcullis.architecture.violations.jacksonlivesinadapters.emulator;

import com.fasterxml.jackson.core.JsonFactory;

class InnocentEmulator {
  JsonFactory json() {
    return new JsonFactory();
  }
}
