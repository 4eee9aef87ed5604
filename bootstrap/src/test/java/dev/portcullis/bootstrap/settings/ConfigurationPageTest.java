package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/configuration.md has the table of the keys that the reader knows. {@code
 * -Dportcullis.docs=write} writes it.
 */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");
  private static final String START = "<!-- keys -->\n";
  private static final String END = "<!-- end of keys -->\n";

  @Test
  void the_page_has_every_key_as_the_reader_knows_it() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(START) + START.length();
    int end = page.indexOf(END);

    if ("write".equals(System.getProperty("portcullis.docs"))) {
      Files.writeString(PAGE, page.substring(0, start) + table() + page.substring(end));
      return;
    }

    assertThat(page.substring(start, end))
        .as(
            "docs/reference/configuration.md is out of date; write it with: ./mvnw -pl bootstrap"
                + " -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dportcullis.docs=write")
        .isEqualTo(table());
  }

  private static String table() {
    return "| Key | Value | Default | Meaning |\n|---|---|---|---|\n"
        + SettingsReader.known()
            .map(
                setting ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            setting.key(),
                            setting.type().replace("|", "\\|"),
                            setting.fallback(),
                            setting.meaning()))
            .mkString();
  }
}
