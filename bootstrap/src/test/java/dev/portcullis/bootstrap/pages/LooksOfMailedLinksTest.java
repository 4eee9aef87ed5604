package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The emulator's pages that mailed links lead to look like the login pages. The emulator depends on
 * no other module, so it has the rules of the style sheet once more.
 */
class LooksOfMailedLinksTest {

  @Test
  void each_rule_is_one_of_the_login_pages() throws IOException {
    List<String> login = rules("/dev/portcullis/adapters/http/pages/static/portcullis.css");

    List<String> links = rules("/dev/portcullis/emulator/internal/page/links.css");

    assertThat(links).hasSizeGreaterThan(80).isSubsetOf(login);
  }

  /** The declarations, such as {@code --accent: #1f4fd8;}. */
  private static List<String> rules(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LooksOfMailedLinksTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.endsWith(";"))
          .toList();
    }
  }
}
