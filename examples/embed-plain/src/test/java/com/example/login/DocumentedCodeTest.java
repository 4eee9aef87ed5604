package com.example.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Java code of the pages is a region of a file that is compiled and run by the tests of its
 * module: from {@code // region: NAME} to {@code // end}. A comment before each code block names
 * both.
 */
class DocumentedCodeTest {

  private static final Path REPOSITORY = Path.of("..", "..");

  private static final Pattern BLOCK =
      Pattern.compile("(?ms)(?:^<!-- code: (\\S+) (\\S+) -->\n)?^```java\n(.*?)^```");

  private static final Pattern IMPORTS =
      Pattern.compile("(?ms)^<!-- imports: (\\S+) -->\n^```text\n(.*?)^```");

  @ParameterizedTest
  @CsvSource({
    "README.md, 1",
    "docs/how-to/embed.md, 9",
    "docs/how-to/extending.md, 19",
    "docs/how-to/spring-boot.md, 3",
    "docs/how-to/move-from-auth0-java.md, 2",
    "docs/how-to/move-from-spring-security.md, 4"
  })
  void every_block_of_the_page_is_the_region_that_it_names(String page, int blocks)
      throws IOException {
    List<MatchResult> found =
        BLOCK.matcher(Files.readString(REPOSITORY.resolve(page))).results().toList();

    for (MatchResult block : found) {
      assertThat(block.group(1)).as("%s: names the file of %s", page, block.group(3)).isNotNull();
      List<String> file = Files.readAllLines(REPOSITORY.resolve(block.group(1)));
      assertThat(block.group(3)).isEqualTo(region(file, block.group(2)));
    }

    assertThat(found).hasSize(blocks);
  }

  @Test
  void the_imports_of_the_page_are_those_of_the_files() throws IOException {
    MatchResult listed =
        IMPORTS
            .matcher(Files.readString(REPOSITORY.resolve("docs/how-to/embed.md")))
            .results()
            .findFirst()
            .orElseThrow();

    Set<String> imports = new HashSet<>();
    try (Stream<Path> files = Files.list(REPOSITORY.resolve(listed.group(1)))) {
      for (Path file : files.toList()) {
        imports.addAll(Files.readAllLines(file));
      }
    }

    assertThat(listed.group(2).lines()).isNotEmpty().allMatch(line -> line.startsWith("import "));
    assertThat(imports).containsAll(listed.group(2).lines().toList());
  }

  @Test
  void a_region_ends_before_its_last_line_and_loses_its_indentation() {
    List<String> file =
        List.of("a", "  // region: x", "    b {", "", "      c", "", "  // end", "d");

    assertThat(region(file, "x")).isEqualTo("b {\n\n  c\n");
    assertThatIllegalStateException().isThrownBy(() -> region(file, "y"));
    assertThatIllegalStateException().isThrownBy(() -> region(file.subList(0, 5), "x"));
  }

  private static String region(List<String> file, String name) {
    List<String> lines = file.stream().map(String::stripTrailing).toList();
    int start = lines.stream().map(String::strip).toList().indexOf("// region: " + name);
    int length =
        start < 0
            ? -1
            : lines.subList(start, lines.size()).stream()
                .map(String::strip)
                .toList()
                .indexOf("// end");
    if (length < 0) {
      throw new IllegalStateException("no region " + name);
    }
    return String.join("\n", lines.subList(start + 1, start + length)).stripTrailing().stripIndent()
        + "\n";
  }
}
