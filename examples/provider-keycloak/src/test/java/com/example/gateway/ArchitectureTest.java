package com.example.gateway;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.architecture.rules.PortcullisRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  // region: rules
  @Test
  void only_the_adapter_reads_passwords() {
    PortcullisRules.under("com.example.gateway")
        .onlyProvidersReadPasswords("com.example.gateway.adapters.keycloak")
        .programs("com.example.gateway")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("com.example.gateway"));
  }
  // end
}
