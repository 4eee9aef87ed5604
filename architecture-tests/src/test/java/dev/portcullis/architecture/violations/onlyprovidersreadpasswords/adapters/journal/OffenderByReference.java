package dev.portcullis.architecture.violations.onlyprovidersreadpasswords.adapters.journal;

import dev.portcullis.domain.login.Password;
import java.util.function.Function;

class OffenderByReference {
  Function<Password, String> read() {
    return Password::reveal;
  }
}
