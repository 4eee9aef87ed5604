package dev.portcullis.architecture.violations.testframeworksliveinthetestkit.application.login;

import static org.assertj.core.api.Assertions.assertThat;

class Offender {
  void check(String name) {
    assertThat(name).isNotEmpty();
  }
}
