package dev.portcullis.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The jars that a project gets with this module, the module's own and JUnit's included. */
class ClassPathTest {

  /** Written by the build: {@code group:artifact:jar:version:scope}, one a line. */
  private static final Path BUILT = Path.of("target", "test-classes", "class-path.txt");

  private static final Pattern JAR =
      Pattern.compile("^\\s+[\\w.-]+:[\\w.-]+:jar:(?:[\\w.-]+:)?[\\w.-]+:(?:compile|runtime)\\b.*");

  @Test
  void a_project_gets_fewer_than_forty_jars() throws IOException {
    assertThat(BUILT).as("the list of jars, which ./mvnw writes").exists();

    List<String> jars = Files.readAllLines(BUILT).stream().filter(JAR.asMatchPredicate()).toList();

    assertThat(jars).anyMatch(jar -> jar.contains(":portcullis-auth0-emulator:"));
    // And one for the module itself.
    assertThat(jars).hasSizeLessThan(39);
  }
}
