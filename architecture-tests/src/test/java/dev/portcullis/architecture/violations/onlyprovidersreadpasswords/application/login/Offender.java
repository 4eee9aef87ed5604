package dev.portcullis.architecture.violations.onlyprovidersreadpasswords.application.login;

import dev.portcullis.domain.login.Password;

class Offender {
  String read(Password password) {
    return password.reveal();
  }
}
