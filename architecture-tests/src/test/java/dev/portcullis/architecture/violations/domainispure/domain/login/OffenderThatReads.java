package dev.portcullis.architecture.violations.domainispure.domain.login;

import java.io.IOException;
import java.io.InputStream;

class OffenderThatReads {
  void read(InputStream in) throws IOException {
    in.close();
  }
}
