package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/reference/outcomes.md calls a page is that page's title. */
class OutcomesPageNamesPagesTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `[a-z: -]+` \\| [^|]* \\| [^|]* \\| ([^|]*) \\|");
  private static final Pattern QUOTED = Pattern.compile("“([^”]+)”");

  @Test
  void every_title_in_the_table_is_the_title_of_a_page_and_every_row_says_something()
      throws IOException {
    List<String> cells =
        ROW.matcher(Files.readString(Path.of("..", "docs", "reference", "outcomes.md")))
            .results()
            .map(row -> row.group(1))
            .toList();

    Set<String> named =
        cells.stream()
            .flatMap(cell -> QUOTED.matcher(cell).results())
            .map(quoted -> quoted.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(titles()).containsAll(named);
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(cells).noneMatch("—"::equals);
  }

  private static Set<String> titles() throws IOException {
    Properties messages = new Properties();
    Path english =
        Path.of("src/main/resources/dev/portcullis/adapters/http/pages/messages/en.properties");
    try (Reader reader = Files.newBufferedReader(english)) {
      messages.load(reader);
    }
    return messages.stringPropertyNames().stream()
        .filter(key -> key.endsWith("-title"))
        .map(messages::getProperty)
        .collect(Collectors.toSet());
  }
}
