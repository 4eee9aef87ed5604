package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every relative link of the documentation leads to a file, and its {@code #anchor} to a heading.
 */
class LinksTest {

  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|(?:src|href)=\")([^)\\s:#\"]*)(?:#([^)\\s\"]*))?[)\"]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^( *)```.*?^\\1```");

  @TempDir private Path folder = Path.of(".");

  @Test
  void every_link_leads_to_a_file_and_a_heading() throws IOException {
    List<Path> pages;
    try (Stream<Path> top = Files.list(Repository.root());
        Stream<Path> docs = Files.walk(Repository.root().resolve("docs"));
        Stream<Path> examples = Files.walk(Repository.root().resolve("examples"));
        Stream<Path> results = Files.walk(Repository.root().resolve("benchmarks/results"))) {
      pages =
          Stream.of(top, docs, examples, results)
              .flatMap(files -> files)
              .filter(file -> file.toString().endsWith(".md"))
              .toList();
    }

    assertThat(pages).hasSizeGreaterThan(35);
    assertThat(pages.stream().flatMap(page -> broken(page).stream())).isEmpty();
  }

  @Test
  void the_index_has_every_document() throws IOException {
    Path docs = Repository.root().resolve("docs");
    List<String> documents;
    try (Stream<Path> files = Files.walk(docs)) {
      documents =
          files
              .map(file -> docs.relativize(file).toString())
              .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
              .sorted()
              .toList();
    }

    List<String> indexed =
        LINK.matcher(text(docs.resolve("README.md"))).results().map(LinksTest::written).toList();

    assertThat(indexed).containsExactlyInAnyOrderElementsOf(documents);
  }

  @Test
  void a_missing_file_and_a_missing_heading_are_reported() throws IOException {
    Files.writeString(folder.resolve("other.md"), "# Other\n\n## A `key`, and more\n\n## Twice\n");
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            """
            # Page
            ## Twice
            ## Twice
            [file](other.md) [heading](other.md#a-key-and-more) [here](#page) [again](#twice-1)
            [outside](https://example.com/#nothing) [no file](missing.md) <img src="missing.png">
            [no heading](other.md#gone) [nor here](#twice-2) [wrong case](other.md#Twice)

            ```sh
            # Not a heading
            [not a link](nowhere.md)
            ```
            [fenced](#not-a-heading)
            """);

    assertThat(broken(page))
        .containsExactly(
            "page.md: missing.md",
            "page.md: missing.png",
            "page.md: other.md#gone",
            "page.md: #twice-2",
            "page.md: other.md#Twice",
            "page.md: #not-a-heading");
  }

  private static List<String> broken(Path page) {
    return LINK.matcher(text(page))
        .results()
        .filter(link -> !leadsSomewhere(page, link))
        .map(link -> name(page) + ": " + written(link))
        .toList();
  }

  private static boolean leadsSomewhere(Path page, MatchResult link) {
    Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
    return Files.exists(target)
        && (link.group(2) == null
            || !target.toString().endsWith(".md")
            || anchors(target).contains(link.group(2)));
  }

  /** The anchors of a page's headings, made as GitHub makes them. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING
        .matcher(text(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-'))
        .forEach(
            anchor -> {
              int before = seen.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  private static String text(Path page) {
    try {
      return FENCE.matcher(Files.readString(page)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path page) {
    return page.startsWith(Repository.root())
        ? Repository.root().relativize(page).toString()
        : page.getFileName().toString();
  }

  private static String written(MatchResult link) {
    return link.group(2) == null ? link.group(1) : link.group(1) + "#" + link.group(2);
  }
}
