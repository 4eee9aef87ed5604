package dev.portcullis.architecture.violations.onlyprovidersreadpasswords.adapters.auth0;

import dev.portcullis.domain.login.Password;

class Innocent {
  String read(Password password) {
    return password.reveal();
  }
}
