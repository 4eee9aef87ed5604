package dev.portcullis.architecture.violations.pagesaremadeinoneplace.adapters.http;

import com.samskivert.mustache.Mustache;

class Offender {
  Mustache.Compiler compiler() {
    return Mustache.compiler();
  }
}
