package dev.portcullis.architecture.violations.nopackagecycles.domain.token;

public class OffenderToo {
  dev.portcullis.architecture.violations.nopackagecycles.domain.login.Offender back() {
    return new dev.portcullis.architecture.violations.nopackagecycles.domain.login.Offender();
  }
}
