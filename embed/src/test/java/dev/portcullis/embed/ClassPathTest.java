package dev.portcullis.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The jars that an embedder gets: no injection framework, no HTTP server, no YAML, no logging
 * backend, no command line. A new one needs a line here and its reason in
 * docs/adr/0002-libraries.md.
 */
class ClassPathTest {

  private static final List<String> ALLOWED =
      List.of(
          "com.bucket4j:bucket4j_jdk17-core",
          "com.fasterxml.jackson.core:jackson-annotations",
          "com.fasterxml.jackson.core:jackson-core",
          "com.fasterxml.jackson.core:jackson-databind",
          "com.nimbusds:nimbus-jose-jwt",
          "com.samskivert:jmustache",
          "dev.portcullis:portcullis-adapters-auth0",
          "dev.portcullis:portcullis-adapters-http",
          "dev.portcullis:portcullis-adapters-journal",
          "dev.portcullis:portcullis-adapters-memory",
          "dev.portcullis:portcullis-application",
          "dev.portcullis:portcullis-doctor",
          "dev.portcullis:portcullis-domain",
          "io.github.openfeign:feign-core",
          "io.github.openfeign:feign-jackson",
          "io.micrometer:micrometer-commons",
          "io.micrometer:micrometer-core",
          "io.micrometer:micrometer-observation",
          "io.nayuki:qrcodegen",
          "io.vavr:vavr-match",
          "io.vavr:vavr",
          "org.apache.httpcomponents.core5:httpcore5",
          "org.hdrhistogram:HdrHistogram",
          "org.jspecify:jspecify",
          "org.slf4j:slf4j-api",
          "org.webjars:swagger-ui");

  /** Written by the build: {@code group:artifact:jar:version:scope}, one a line. */
  private static final Path BUILT = Path.of("target", "test-classes", "class-path.txt");

  private static final Pattern LINE =
      Pattern.compile(
          "^\\s+([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?[\\w.-]+:(?:compile|runtime)\\b.*");

  @Test
  void an_embedder_gets_these_jars_and_no_other() throws IOException {
    assertThat(BUILT).as("the list of jars, which ./mvnw writes").exists();

    List<String> jars;
    try (Stream<String> lines = Files.lines(BUILT)) {
      jars =
          lines
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .map(line -> line.group(1) + ":" + line.group(2))
              .toList();
    }

    assertThat(jars).containsExactlyInAnyOrderElementsOf(ALLOWED);
  }
}
