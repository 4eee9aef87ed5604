package dev.portcullis.architecture.violations.onlyprogramsdependonembed.bootstrap;

import dev.portcullis.architecture.violations.onlyprogramsdependonembed.embed.Known;

class Innocent {
  Known known() {
    return new Known();
  }
}
