package dev.portcullis.architecture.violations.testframeworksliveinthetestkit.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

class Innocent {
  void check(String name) {
    assertThat(name).isNotEmpty();
  }
}
