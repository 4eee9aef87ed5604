package dev.portcullis.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java source of a module, found in the folders and not on the class path.
 *
 * @param module the module's folder as the root pom lists it
 * @param test whether it is in {@code src/test}
 * @param packageName the package that its folder stands for
 * @param name the file's name without its ending
 */
record SourceFile(String module, boolean test, String packageName, String name) {

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final String JAVA = ".java";

  /** The sources of all modules that the pom in this folder lists. */
  static List<SourceFile> under(Path root) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    List<String> modules =
        MODULE
            .matcher(Files.readString(root.resolve("pom.xml")))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    for (String module : modules) {
      Path sources = root.resolve(module).resolve("src");
      addTo(files, module, false, sources.resolve("main/java"));
      addTo(files, module, true, sources.resolve("test/java"));
    }
    return files;
  }

  private static void addTo(List<SourceFile> files, String module, boolean test, Path folder)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      found
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith(JAVA))
          .map(file -> file.substring(0, file.length() - JAVA.length()).replaceAll("[/\\\\]", "."))
          .filter(name -> name.contains("."))
          .forEach(
              name ->
                  files.add(
                      new SourceFile(
                          module,
                          test,
                          name.substring(0, name.lastIndexOf('.')),
                          name.substring(name.lastIndexOf('.') + 1))));
    }
  }

  boolean isMainClass() {
    return !test && !name.equals("package-info");
  }

  /** The name of the top-level class that the file is named after. */
  String className() {
    return packageName + "." + name;
  }
}
