package com.acme.broken.adapters.audit;

import dev.portcullis.domain.login.Password;

class ReadsPassword {

  String of(Password password) {
    return password.reveal();
  }
}
