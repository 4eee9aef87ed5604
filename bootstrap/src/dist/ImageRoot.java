import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The root of a container image's file system: a distribution, the system libraries that its
 * runtime needs, a user, and a folder for temporary files.
 *
 * <p>{@code java ImageRoot.java DIST IMAGE HOME USER}: HOME is where the distribution is in the
 * image, such as opt/portcullis.
 */
final class ImageRoot {

  private ImageRoot() {}

  public static void main(String[] args) throws Exception {
    create(Path.of(args[0]), Path.of(args[1]), args[2], args[3]);
  }

  /** The system libraries, by their paths on this machine. */
  static Set<Path> create(Path dist, Path image, String home, String user) throws Exception {
    copyTree(dist, image.resolve(home));
    Set<Path> libraries = systemLibraries(dist.resolve("runtime"));
    for (Path library : libraries) {
      Path copy = image.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createDirectories(image.resolve("etc"));
    Files.writeString(image.resolve("etc/passwd"), user + ":x:10001:10001::/:/nonexistent\n");
    Files.createDirectories(image.resolve("tmp"));
    Files.writeString(image.resolve("tmp/.keep"), "");
    return libraries;
  }

  /** What ldd names for the programs and libraries of the runtime, the loader included. */
  private static Set<Path> systemLibraries(Path runtime) throws Exception {
    Set<Path> libraries = new TreeSet<>();
    List<Path> binaries = new ArrayList<>(List.of(runtime.resolve("bin/java")));
    try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
      files.filter(file -> file.toString().endsWith(".so")).forEach(binaries::add);
    }
    Pattern absolute = Pattern.compile("(?:=> )?(/\\S*lib\\S*) \\(0x");
    for (Path binary : binaries) {
      Process ldd = new ProcessBuilder("ldd", binary.toString()).start();
      String text = new String(ldd.getInputStream().readAllBytes());
      ldd.waitFor();
      for (Matcher matcher = absolute.matcher(text); matcher.find(); ) {
        Path library = Path.of(matcher.group(1));
        if (!library.toRealPath().startsWith(runtime.toRealPath())) {
          libraries.add(library);
        }
      }
    }
    return libraries;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
