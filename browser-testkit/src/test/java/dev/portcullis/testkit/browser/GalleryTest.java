package dev.portcullis.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.json.Json;

@Timeout(60)
class GalleryTest {

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void a_page_is_kept_as_four_pictures_and_what_axe_says_of_each() throws IOException {
    browser.go(page("<h1>Sound</h1><p title='a tip'>Black\n on white.</p>"));

    Gallery gallery = Gallery.in(folder, browser);
    gallery.add("sound");
    gallery.close();

    assertThat(files())
        .containsExactly(
            "index.html",
            "sound-1280-dark.png",
            "sound-1280-light.png",
            "sound-360-dark.png",
            "sound-360-light.png",
            "sound.json");
    assertThat(ImageIO.read(folder.resolve("sound-360-dark.png").toFile()).getWidth())
        .isEqualTo(360);
    List<Map<String, Object>> results =
        new Json().toType(Files.readString(folder.resolve("sound.json")), Json.LIST_OF_MAPS_TYPE);
    assertThat(results).hasSize(4).allSatisfy(it -> assertThat(it).containsKey("violations"));
    assertThat(gallery.shown().getFirst().text()).contains("Black on white.", "a tip");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("1 pages", "src='sound-1280-dark.png'", "href='sound.json'");
  }

  @Test
  void what_axe_finds_fails_in_the_colours_in_which_it_is_and_the_pictures_stay()
      throws IOException {
    browser.go(
        page(
            "<style>@media (prefers-color-scheme: dark) { p { color: #ddd } }</style>"
                + "<h1>Faint</h1><p>Grey on white.</p>"));

    Gallery gallery = Gallery.in(folder, browser);

    assertThatThrownBy(() -> gallery.add("faint"))
        .hasMessageContaining("1280-dark: axe: color-contrast")
        .hasMessageContaining("360-dark: axe: color-contrast")
        .hasMessageNotContaining("light");
    assertThat(files()).contains("faint-1280-dark.png", "faint.json");
  }

  @Test
  void a_violation_of_little_impact_fails_too() {
    browser.go(page("<h1>One</h1><h3>Three</h3>"));

    Gallery gallery = Gallery.in(folder, browser);

    assertThatThrownBy(() -> gallery.add("uneven")).hasMessageContaining("heading-order");
  }

  @Test
  void what_sticks_out_of_a_narrow_window_fails() {
    browser.go(page("<h1>Wide</h1><p style='width:400px'>Wide.</p>"));

    Gallery gallery = Gallery.in(folder, browser);

    assertThatThrownBy(() -> gallery.add("wide"))
        .hasMessageContaining("360-light")
        .hasMessageContaining("pixels beyond the window")
        .hasMessageNotContaining("1280");
  }

  @Test
  void pictures_of_earlier_runs_go() throws IOException {
    Files.writeString(folder.resolve("old.png"), "old");

    Gallery.in(folder, browser).close();

    assertThat(files()).containsExactly("index.html");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static URI page(String body) {
    String html = "<!doctype html><html lang=en><title>Test</title><main>" + body + "</main>";
    return URI.create(
        "data:text/html;charset=utf-8,"
            + URLEncoder.encode(html, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
