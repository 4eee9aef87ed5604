package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents and the comments of the examples are written in plain English: none has a phrase
 * that has a plainer one. Code, and what is generated from code, is left out.
 */
class DocumentWordsTest {

  private static final Pattern REPLACED =
      Pattern.compile(
          "\\b(?:mend(?:s|ed|ing)?|whoever|be it|parted by|told from|slip of the pen|the least file"
              + "|seen to (?:bite|fail|catch)|no longer good|(?:is|are) good for|in passing"
              + "|by turns|all the same|gateway believes|is believed|pages for people"
              + "|listener for (?:users|operators)|operators' listener|taken for|strangers?"
              + "|begins anew)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern EXAMPLE =
      Pattern.compile("(?:\\.(?:md|ya?ml|conf|cfg|vcl)|/Caddyfile)$");
  private static final Pattern CODE = Pattern.compile("(?ms)^( *)```.*?^\\1```|`[^`\n]*`");
  private static final Pattern GENERATED =
      Pattern.compile("(?s)<!-- ([a-z]+) -->.*?<!-- end of \\1 -->");

  /** Cells of tables that change together with the code. */
  private static final Set<String> ALLOWED =
      Set.of("docs/reference/outcomes.md: mend", "docs/reference/outcomes.md: in passing");

  @TempDir private Path folder = Path.of(".");

  @Test
  void no_document_has_a_phrase_that_was_replaced() throws IOException {
    List<Path> documents;
    try (Stream<Path> top = Files.list(Repository.root());
        Stream<Path> docs = Files.walk(Repository.root().resolve("docs"));
        Stream<Path> examples = Files.walk(Repository.root().resolve("examples"));
        Stream<Path> results = Files.walk(Repository.root().resolve("benchmarks/results"))) {
      documents =
          Stream.concat(
                  Stream.of(top, docs, results)
                      .flatMap(files -> files)
                      .filter(file -> file.toString().endsWith(".md")),
                  examples.filter(file -> EXAMPLE.matcher(file.toString()).find()))
              .toList();
    }

    assertThat(documents).hasSizeGreaterThan(65);
    assertThat(
            documents.stream()
                .flatMap(file -> replaced(file).stream())
                .filter(found -> !ALLOWED.contains(found)))
        .isEmpty();
  }

  @Test
  void a_replaced_phrase_is_found_in_prose_and_nowhere_else() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            """
            Whoever reads this is told from others, and `mend` is a key. Recommended.

            ```sh
            mend
            ```
            <!-- keys -->
            | `a` | how to mend it |
            <!-- end of keys -->
            It mends
            """);

    assertThat(replaced(page))
        .containsExactly("page.md: Whoever", "page.md: told from", "page.md: mends");
  }

  private static List<String> replaced(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (file.toString().endsWith(".md")) {
      text = CODE.matcher(GENERATED.matcher(text).replaceAll("")).replaceAll("");
    }
    String name =
        file.startsWith(Repository.root())
            ? Repository.root().relativize(file).toString()
            : file.getFileName().toString();
    return REPLACED
        .matcher(text.replaceAll("\\s+", " "))
        .results()
        .map(found -> name + ": " + found.group())
        .toList();
  }
}
