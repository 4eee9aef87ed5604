package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every source is as google-java-format writes it. {@code -Dportcullis.format=write} formats them.
 * A test and not a plugin, because the formatter parses the language of the JVM it runs in, and
 * Maven's own may be older.
 */
class FormattingTest {

  private static final String WRITE =
      "./mvnw -q test -pl architecture-tests -am -Dtest=FormattingTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dportcullis.format=write";

  @Test
  void every_source_is_formatted() throws IOException {
    List<Path> sources = sources();
    boolean write = "write".equals(System.getProperty("portcullis.format"));

    String unformatted = write ? format(sources, "--replace") : format(sources, "--dry-run");

    assertThat(sources).hasSizeGreaterThanOrEqualTo(SourceFile.under(Repository.root()).size());
    assertThat(unformatted.lines()).as("unformatted; format with: %s", WRITE).isEmpty();
  }

  @Test
  void an_unformatted_source_is_named() throws IOException {
    Path odd = Files.createTempFile("Odd", ".java");
    try {
      Files.writeString(odd, "class Odd{int  x ;}\n");

      assertThat(format(List.of(odd), "--dry-run").lines()).containsExactly(odd.toString());
      assertThat(format(List.of(odd), "--replace")).isEmpty();
      assertThat(format(List.of(odd), "--dry-run")).isEmpty();
    } finally {
      Files.delete(odd);
    }
  }

  /** Runs google-java-format and returns what it prints: the files that it would change. */
  private static String format(List<Path> sources, String mode) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    ToolProvider.findFirst("google-java-format")
        .orElseThrow()
        .run(
            new PrintWriter(out),
            new PrintWriter(err),
            Stream.concat(Stream.of(mode), sources.stream().map(Path::toString))
                .toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    return out.toString();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        Repository.root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return Set.of("target", ".git").contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
