package dev.portcullis.architecture.violations.nopackagecycles.domain.login;

public class Offender {
  dev.portcullis.architecture.violations.nopackagecycles.domain.token.OffenderToo next() {
    return new dev.portcullis.architecture.violations.nopackagecycles.domain.token.OffenderToo();
  }
}
