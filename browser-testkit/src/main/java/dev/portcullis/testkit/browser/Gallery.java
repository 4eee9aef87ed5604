package dev.portcullis.testkit.browser;

import dev.portcullis.testkit.browser.Browser.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.openqa.selenium.json.Json;

/**
 * The pages of a module as people see them: wide and narrow, light and dark. Of each page that a
 * test adds, a folder holds four pictures, such as {@code login-360-dark.png}, and what axe finds
 * in each, {@code login.json} in the format of axe. {@code index.html} shows all side by side. Not
 * for several threads.
 */
public final class Gallery implements AutoCloseable {

  /** Where the pictures of a module are, relative to it. */
  public static final Path FOLDER = Path.of("target", "pages");

  private static final List<Look> LOOKS =
      List.of(
          new Look(1280, ColorScheme.LIGHT),
          new Look(1280, ColorScheme.DARK),
          new Look(360, ColorScheme.LIGHT),
          new Look(360, ColorScheme.DARK));

  private final Browser browser;
  private final Path folder;
  private final List<Shown> shown = new ArrayList<>();

  private Gallery(Browser browser, Path folder) {
    this.browser = browser;
    this.folder = folder;
  }

  /** An empty one in {@link #FOLDER}; deletes the pictures of earlier runs. */
  public static Gallery of(Browser browser) {
    return in(FOLDER, browser);
  }

  static Gallery in(Path folder, Browser browser) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Gallery(browser, folder);
  }

  /** One way to look at a page: the width of the window in CSS pixels, and the colours. */
  private record Look(int width, ColorScheme scheme) {

    int height() {
      return width == 360 ? 740 : 900;
    }

    @Override
    public String toString() {
      return width + "-" + scheme.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A page that was added.
   *
   * @param text everything that it says, to eyes and to screen readers: its title, its visible text
   *     and the values of its attributes, with one space for each white space
   */
  public record Shown(String name, URI address, String title, String text) {}

  /**
   * Adds the page that the browser shows, and leaves the window 1280 pixels wide, light. The
   * pictures and results are kept also if an expectation fails.
   *
   * @param name of its files; each once
   * @throws AssertionError if axe finds anything, or anything is beyond the window to the right
   */
  public void add(String name) {
    Assertions.assertThat(shown).extracting(Shown::name).doesNotContain(name);
    shown.add(browser.seen(name));
    List<String> problems = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (Look look : LOOKS) {
      browser.sized(look.width(), look.height()).preferring(look.scheme());
      Axe axe = browser.axe();
      results.add(axe.json());
      axe.violations().forEach(it -> problems.add(look + ": axe: " + it));
      if (browser.beyond() > 0) {
        problems.add(look + ": " + browser.beyond() + " pixels beyond the window");
      }
      write(name + "-" + look + ".png", browser.picture());
    }
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT);
    write(name + ".json", utf8("[" + String.join(",\n", results) + "]"));
    Assertions.assertThat(problems).as("the page " + name).isEmpty();
  }

  /** The pages so far, in the order in which they were added. */
  public List<Shown> shown() {
    return List.copyOf(shown);
  }

  /**
   * Shows some pictures in the browser, in rows of four on a sheet {@value Illustration#WIDTH}
   * pixels wide.
   *
   * @param pictures the names of files without their ending, with what is written below each
   */
  public void showSheet(Map<String, String> pictures) {
    String tiles =
        pictures.entrySet().stream()
            .map(
                it ->
                    "<figure><img src='%s.png' alt=''><figcaption>%s</figcaption></figure>"
                        .formatted(it.getKey(), escaped(it.getValue())))
            .collect(Collectors.joining("\n"));
    write(
        "sheet.html",
        utf8(
            """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><style>
            body { margin: 0; padding: 20px; background: #fff; font: 600 15px/1.4 sans-serif; }
            main { display: grid; grid-template-columns: repeat(4, 1fr); gap: 18px 16px; }
            figure { margin: 0; }
            img { display: block; width: 100%%; height: 520px; object-fit: cover; object-position: top;
              border: 1px solid #c3cad9; border-radius: 10px; }
            figcaption { margin-top: 6px; color: #3a4252; text-align: center; }
            </style><main>%s</main></html>
            """
                .formatted(tiles)));
    int rows = (pictures.size() + 3) / 4;
    browser
        .sized(Illustration.WIDTH, 40 + rows * 549 + (rows - 1) * 18)
        .go(folder.resolve("sheet.html").toUri());
  }

  /** Writes the index. */
  @Override
  public void close() {
    write("index.html", utf8(index()));
  }

  private String index() {
    String sections = shown.stream().map(Gallery::section).collect(Collectors.joining("\n"));
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <title>Every page</title>
    <style>
    body { margin: 1.5rem; background: #e9ebf0; color: #1b1f2a; font: 1rem/1.4 system-ui, sans-serif; }
    section > div { display: flex; gap: 0.75rem; align-items: flex-start; }
    img { border: 1px solid #b9c0cf; border-radius: 6px; }
    .wide { width: 34%%; } .narrow { width: 13%%; }
    h2 { margin: 2rem 0 0.25rem; font-size: 1.1rem; } p { margin: 0 0 0.5rem; color: #4a5163; }
    </style>
    <h1>%d pages</h1>
    %s
    </html>
    """
        .formatted(shown.size(), sections);
  }

  private static String section(Shown page) {
    String pictures =
        LOOKS.stream()
            .map(
                look ->
                    "<a href='%1$s-%2$s.png' class='%3$s'><img src='%1$s-%2$s.png' alt='%2$s'"
                            .formatted(page.name(), look, look.width() == 360 ? "narrow" : "wide")
                        + " style='width:100%' loading='lazy'></a>")
            .collect(Collectors.joining());
    return "<section id='%1$s'><h2>%1$s</h2><p>%2$s, %3$s, <a href='%1$s.json'>axe</a></p><div>%4$s</div></section>"
        .formatted(
            page.name(),
            escaped(page.title()),
            escaped(Objects.requireNonNullElse(page.address().getPath(), "")),
            pictures);
  }

  private void write(String file, byte[] content) {
    try {
      Files.write(folder.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }

  /**
   * What axe finds on a page.
   *
   * @param json its result as it is
   * @param violations one line each
   */
  record Axe(String json, List<String> violations) {

    @SuppressWarnings("unchecked")
    static Axe of(String json) {
      Map<String, Object> result = new Json().toType(json, Json.MAP_TYPE);
      List<Map<String, Object>> found =
          (List<Map<String, Object>>) Objects.requireNonNull(result.get("violations"));
      return new Axe(json, found.stream().map(Axe::line).toList());
    }

    private static String line(Map<String, Object> violation) {
      List<?> nodes = (List<?>) Objects.requireNonNull(violation.get("nodes"));
      String where =
          nodes.stream()
              .map(node -> (Map<?, ?>) node)
              .map(node -> node.get("html") + " " + node.get("failureSummary"))
              .collect(Collectors.joining(" | "));
      return violation.get("id") + " (" + violation.get("impact") + "): " + where;
    }
  }
}
