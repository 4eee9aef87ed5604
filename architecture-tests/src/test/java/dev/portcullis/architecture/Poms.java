package dev.portcullis.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the modules' {@code pom.xml} files state. */
final class Poms {

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "<dependency>\\s*<groupId>dev\\.portcullis</groupId>\\s*"
              + "<artifactId>portcullis-([a-z0-9-]+)</artifactId>(.*?)</dependency>",
          Pattern.DOTALL);
  private static final Pattern DESCRIPTION =
      Pattern.compile("<description>(.*?)</description>", Pattern.DOTALL);

  private Poms() {}

  /** Every folder with a build file, by name. */
  static Set<String> modules() throws IOException {
    try (Stream<Path> folders = Files.list(Repository.root())) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The modules that a module builds on directly, tests aside. */
  static Set<String> buildsOn(String module) throws IOException {
    return DEPENDENCY
        .matcher(pom(module))
        .results()
        .filter(dependency -> !dependency.group(2).contains("<scope>test</scope>"))
        .map(dependency -> dependency.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What the build file says the module is, in one line. */
  static String description(String module) throws IOException {
    return DESCRIPTION
        .matcher(pom(module))
        .results()
        .map(description -> description.group(1).strip().replaceAll("\\s+", " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(module + "/pom.xml has no <description>"));
  }

  /** The modules whose versions the bill of materials lists: those that others may depend on. */
  static Set<String> published() throws IOException {
    return DEPENDENCY
        .matcher(pom("bom"))
        .results()
        .map(dependency -> dependency.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String pom(String module) throws IOException {
    return Files.readString(Repository.root().resolve(module).resolve("pom.xml"));
  }
}
