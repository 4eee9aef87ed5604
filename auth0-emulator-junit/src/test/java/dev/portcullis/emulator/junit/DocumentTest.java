package dev.portcullis.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentTest {

  @Test
  void the_documents_example_is_the_one_that_is_run() throws IOException {
    String document = Files.readString(Path.of("../docs/how-to/emulator-junit.md"));
    String example =
        Files.readString(Path.of("src/test/java/dev/portcullis/emulator/junit/ExampleTest.java"));

    assertThat(document)
        .contains("```java\n" + example.substring(example.indexOf("@Auth0Tenant")) + "```");
  }
}
