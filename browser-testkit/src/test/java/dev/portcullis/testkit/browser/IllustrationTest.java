package dev.portcullis.testkit.browser;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IllustrationTest {

  @TempDir private Path folder = Path.of(".");

  @Test
  void a_picture_with_something_on_it_passes() throws IOException {
    Path file = picture(Illustration.WIDTH, 40, "png");

    assertThatCode(() -> Illustration.check(file)).doesNotThrowAnyException();
  }

  @Test
  void a_missing_file_fails() {
    Path file = folder.resolve("missing.png");

    assertThatThrownBy(() -> Illustration.check(file)).isInstanceOf(AssertionError.class);
  }

  @Test
  void what_is_no_picture_fails() throws IOException {
    Path file = Files.writeString(folder.resolve("page.png"), "not a picture");

    assertThatThrownBy(() -> Illustration.check(file)).hasMessageContaining("is a picture");
  }

  @Test
  void another_format_fails() throws IOException {
    Path file = picture(Illustration.WIDTH, 40, "jpg");

    assertThatThrownBy(() -> Illustration.check(file)).isInstanceOf(AssertionError.class);
  }

  @Test
  void another_width_fails() throws IOException {
    Path file = picture(640, 40, "png");

    assertThatThrownBy(() -> Illustration.check(file)).hasMessageContaining("width");
  }

  @Test
  void a_blank_page_fails() throws IOException {
    Path file = picture(Illustration.WIDTH, 0, "png");

    assertThatThrownBy(() -> Illustration.check(file)).hasMessageContaining("colours");
  }

  private Path picture(int width, int greys, String format) throws IOException {
    BufferedImage picture = new BufferedImage(width, 50, BufferedImage.TYPE_INT_RGB);
    for (int grey = 0; grey < greys; grey++) {
      picture.setRGB(grey, 10, 0x010101 * grey * 5);
    }
    Path file = folder.resolve("page.png");
    ImageIO.write(picture, format, file.toFile());
    return file;
  }
}
