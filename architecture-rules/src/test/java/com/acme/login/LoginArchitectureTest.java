package com.acme.login;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.portcullis.architecture.rules.PortcullisRules;
import org.junit.jupiter.api.Test;

/** The example in the Javadoc of {@link PortcullisRules}, for packages that keep every rule. */
class LoginArchitectureTest {

  @Test
  void the_login_keeps_the_rules() {
    // example
    JavaClasses login = new ClassFileImporter().importPackages("com.acme.login");

    PortcullisRules.under("com.acme.login")
        .onlyProvidersReadPasswords("com.acme.login.adapters.ldap..")
        .check(login);
    // end of example
  }
}
