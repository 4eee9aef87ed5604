package dev.portcullis.architecture.violations.pagesaremadeinoneplace.adapters.http.pages;

import com.samskivert.mustache.Mustache;

class Innocent {
  Mustache.Compiler compiler() {
    return Mustache.compiler();
  }
}
