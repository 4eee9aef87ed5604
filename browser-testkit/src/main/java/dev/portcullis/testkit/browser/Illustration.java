package dev.portcullis.testkit.browser;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;

/**
 * A screenshot that the documentation shows. With {@code -Dportcullis.docs=write} the test that
 * calls {@link #show} overwrites the file with what its browser shows; without it, the file is
 * checked: it must be a PNG, {@value #WIDTH} pixels wide, and not blank.
 */
public final class Illustration {

  /** The width of every screenshot, in pixels. */
  public static final int WIDTH = 1280;

  private static final int FEWEST_COLOURS = 16;

  private Illustration() {}

  /**
   * Writes or checks the screenshot of what the browser shows now.
   *
   * @param file where the documentation has it, relative to the test's module
   * @throws AssertionError if it is missing, no PNG, of another width, or blank
   */
  public static void show(Browser browser, Path file) {
    if ("write".equals(System.getProperty("portcullis.docs"))) {
      write(browser, file);
    }
    check(file);
  }

  private static void write(Browser browser, Path file) {
    try {
      Files.write(file, ((TakesScreenshot) browser.driver()).getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void check(Path file) {
    Assertions.assertThat(file).isRegularFile();
    try {
      BufferedImage picture = ImageIO.read(file.toFile());
      Assertions.assertThat(picture).as(file + " is a picture").isNotNull();
      Assertions.assertThat(Files.readAllBytes(file)).startsWith(0x89, 'P', 'N', 'G');
      Assertions.assertThat(picture.getWidth()).as("width of " + file).isEqualTo(WIDTH);
      Assertions.assertThat(colours(picture))
          .as("colours of " + file)
          .isGreaterThanOrEqualTo(FEWEST_COLOURS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int colours(BufferedImage picture) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth() && colours.size() < FEWEST_COLOURS; x++) {
        colours.add(picture.getRGB(x, y));
      }
    }
    return colours.size();
  }
}
