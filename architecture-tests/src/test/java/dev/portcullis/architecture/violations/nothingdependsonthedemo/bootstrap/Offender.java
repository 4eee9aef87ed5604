package dev.portcullis.architecture.violations.nothingdependsonthedemo.bootstrap;

import dev.portcullis.architecture.violations.nothingdependsonthedemo.demo.Known;

class Offender {
  Known known() {
    return new Known();
  }
}
