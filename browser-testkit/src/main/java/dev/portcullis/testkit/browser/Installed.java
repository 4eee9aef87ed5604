package dev.portcullis.testkit.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The browser of this machine and its driver; nothing is ever downloaded. */
record Installed(Path chromium, Path driver) {

  private static final String HOW = "apt-get install -y chromium chromium-driver";

  /**
   * Finds them; without them the test counts as skipped, or has failed if the system property
   * {@code portcullis.browser} is {@code required}.
   */
  static Installed orSkip() {
    return orSkip(System.getProperty("portcullis.browser", ""), System.getenv("PATH"));
  }

  static Installed orSkip(String wanted, String path) {
    Optional<Path> chromium =
        onPath(
            path, List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"));
    Optional<Path> driver = onPath(path, List.of("chromedriver"));
    if (chromium.isPresent() && driver.isPresent()) {
      return new Installed(chromium.get(), driver.get());
    }
    String missing =
        "no " + (chromium.isEmpty() ? "Chromium" : "chromedriver") + " on the PATH; " + HOW;
    if (wanted.equals("required")) {
      Assertions.fail(missing);
    }
    Assumptions.abort(missing);
    throw new IllegalStateException(missing);
  }

  private static Optional<Path> onPath(String path, List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Stream.of(path.split(":", -1))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
