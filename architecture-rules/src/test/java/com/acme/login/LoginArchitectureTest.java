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

    PortcullisRules.forAdapters("com.acme.login.adapters", "com.acme.login.adapters.ldap..")
        .forEach(rule -> rule.check(login));
    PortcullisRules.portsMentionOnlyTheDomain("com.acme.login.port..", "com.acme.login.domain..")
        .check(login);
    PortcullisRules.coreIsPure("com.acme.login.domain..").check(login);
    // end of example
  }
}
