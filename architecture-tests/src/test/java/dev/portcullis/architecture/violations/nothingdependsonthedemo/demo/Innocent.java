package dev.portcullis.architecture.violations.nothingdependsonthedemo.demo;

class Innocent {
  Known known() {
    return new Known();
  }
}
