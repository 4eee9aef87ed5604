package dev.portcullis.architecture.violations.jacksonlivesinadapters.adapters.http;

import com.fasterxml.jackson.core.JsonFactory;

class Innocent {
  JsonFactory json() {
    return new JsonFactory();
  }
}
