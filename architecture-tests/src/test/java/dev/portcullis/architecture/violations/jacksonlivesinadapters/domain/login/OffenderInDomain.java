package dev.portcullis.architecture.violations.jacksonlivesinadapters.domain.login;

import com.fasterxml.jackson.core.JsonFactory;

class OffenderInDomain {
  JsonFactory json() {
    return new JsonFactory();
  }
}
