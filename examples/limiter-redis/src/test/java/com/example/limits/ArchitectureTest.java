package com.example.limits;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.portcullis.architecture.rules.PortcullisRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void no_class_reads_passwords_and_only_the_program_reads_time_and_randomness() {
    PortcullisRules.under("com.example.limits")
        .programs("com.example.limits")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("com.example.limits"));
  }
}
