package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link from one page of documentation to a file here leads somewhere. */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:#]+)(?:#[^)]*)?\\)");

  @Test
  void every_link_to_a_file_leads_to_one() throws IOException {
    List<Path> pages;
    try (Stream<Path> top = Files.list(Repository.root());
        Stream<Path> docs = Files.walk(Repository.root().resolve("docs"));
        Stream<Path> examples = Files.walk(Repository.root().resolve("examples"))) {
      pages =
          Stream.of(top, docs, examples)
              .flatMap(files -> files)
              .filter(file -> file.toString().endsWith(".md"))
              .toList();
    }

    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(pages.stream().flatMap(LinksTest::broken)).isEmpty();
  }

  private static Stream<String> broken(Path page) {
    try {
      return LINK
          .matcher(Files.readString(page))
          .results()
          .map(link -> link.group(1))
          .filter(target -> !Files.exists(page.resolveSibling(target)))
          .map(target -> Repository.root().relativize(page) + ": " + target)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
