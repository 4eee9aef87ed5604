package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each package is in one module and small enough to be described in a sentence. */
class PackagesTest {

  private static final int MAX_CLASSES = 22;

  /** Packages that may be larger, each with the reason. */
  private static final Map<String, String> LARGER =
      Map.of(
          "dev.portcullis.domain.address",
          "one algorithm: parsers, trusted ranges, resolver and lint share package-private parts");

  @TempDir private Path folder = Path.of(".");

  @Test
  void every_package_is_in_one_module() throws IOException {
    assertThat(split(SourceFile.under(Repository.root()))).isEmpty();
  }

  @Test
  void a_package_in_two_modules_is_found() throws IOException {
    write("pom.xml", "<module>a</module><module>b</module><module>c</module>");
    write("a/src/main/java/com/acme/shared/One.java", "");
    write("a/src/test/java/com/acme/shared/OneTest.java", "");
    write("b/src/main/java/com/acme/shared/package-info.java", "");
    write("c/src/main/java/com/acme/own/Two.java", "");
    write("c/src/test/java/com/acme/own/TwoTest.java", "");
    write("b/src/test/java/com/acme/own/Intruder.java", "");

    assertThat(split(SourceFile.under(folder)))
        .containsExactly(
            "com.acme.own: main in [c], tests in [b]", "com.acme.shared: main in [a, b]");
  }

  @Test
  void no_package_has_more_classes_than_allowed() throws IOException {
    assertThat(sizeProblems(SourceFile.under(Repository.root()), LARGER.keySet())).isEmpty();
  }

  @Test
  void a_large_package_and_an_allowance_that_is_not_used_are_found() throws IOException {
    write("pom.xml", "<module>a</module>");
    for (int i = 0; i < MAX_CLASSES; i++) {
      write("a/src/main/java/com/acme/full/Class" + i + ".java", "");
      write("a/src/main/java/com/acme/large/Class" + i + ".java", "");
      write("a/src/main/java/com/acme/listed/Class" + i + ".java", "");
    }
    write("a/src/main/java/com/acme/full/package-info.java", "");
    write("a/src/test/java/com/acme/full/FullTest.java", "");
    write("a/src/main/java/com/acme/large/Last.java", "");
    write("a/src/main/java/com/acme/listed/Last.java", "");

    assertThat(
            sizeProblems(
                SourceFile.under(folder), Set.of("com.acme.full", "com.acme.listed", "gone")))
        .containsExactly(
            "com.acme.large: 23 classes; at most 22 are allowed",
            "com.acme.full: listed as larger, but has 22 classes",
            "gone: listed as larger, but has 0 classes");
  }

  private static List<String> split(List<SourceFile> files) {
    Map<String, Set<String>> main = modulesByPackage(files, false);
    Map<String, Set<String>> tests = modulesByPackage(files, true);
    List<String> problems = new ArrayList<>();
    main.forEach(
        (name, modules) -> {
          Set<String> others = new TreeSet<>(tests.getOrDefault(name, Set.of()));
          others.removeAll(modules);
          if (!others.isEmpty()) {
            problems.add(name + ": main in " + modules + ", tests in " + others);
          } else if (modules.size() > 1) {
            problems.add(name + ": main in " + modules);
          }
        });
    return problems;
  }

  private static Map<String, Set<String>> modulesByPackage(List<SourceFile> files, boolean test) {
    Map<String, Set<String>> modules = new TreeMap<>();
    files.stream()
        .filter(file -> file.test() == test)
        .forEach(
            file ->
                modules
                    .computeIfAbsent(file.packageName(), name -> new TreeSet<>())
                    .add(file.module()));
    return modules;
  }

  private static List<String> sizeProblems(List<SourceFile> files, Set<String> larger) {
    Map<String, Integer> sizes = new TreeMap<>();
    files.stream()
        .filter(SourceFile::isMainClass)
        .forEach(file -> sizes.merge(file.packageName(), 1, Integer::sum));
    Stream<String> tooLarge =
        sizes.entrySet().stream()
            .filter(size -> size.getValue() > MAX_CLASSES && !larger.contains(size.getKey()))
            .map(
                size ->
                    size.getKey()
                        + ": "
                        + size.getValue()
                        + " classes; at most "
                        + MAX_CLASSES
                        + " are allowed");
    Stream<String> unused =
        larger.stream()
            .sorted()
            .filter(name -> sizes.getOrDefault(name, 0) <= MAX_CLASSES)
            .map(
                name ->
                    name
                        + ": listed as larger, but has "
                        + sizes.getOrDefault(name, 0)
                        + " classes");
    return Stream.concat(tooLarge, unused).toList();
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
