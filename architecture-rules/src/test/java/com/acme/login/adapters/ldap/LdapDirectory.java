package com.acme.login.adapters.ldap;

import dev.portcullis.domain.login.Password;
import feign.Feign;

class LdapDirectory {

  private final Feign.Builder calls = Feign.builder();

  boolean bind(Password password) {
    return calls != null && !password.reveal().isEmpty();
  }
}
