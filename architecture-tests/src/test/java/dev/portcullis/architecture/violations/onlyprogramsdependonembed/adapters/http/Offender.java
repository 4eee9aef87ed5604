package dev.portcullis.architecture.violations.onlyprogramsdependonembed.adapters.http;

import dev.portcullis.architecture.violations.onlyprogramsdependonembed.embed.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
