package dev.portcullis.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sources of all modules are. */
final class Repository {

  private Repository() {}

  /** The folder that this module's folder, in which its tests run, is in. */
  static Path root() {
    Path root = Path.of("..").toAbsolutePath().normalize();
    if (!Files.isRegularFile(root.resolve("mvnw"))) {
      throw new IllegalStateException(root + ": no repository (run the tests through Maven)");
    }
    return root;
  }
}
