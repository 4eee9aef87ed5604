package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The name of each module on a module path is its top package: every other package of the module is
 * below it, so that two modules cannot claim one name.
 */
class ModuleNamesTest {

  private static final Pattern NAME = Pattern.compile("<module\\.name>([^<]+)</module\\.name>");

  @TempDir private Path folder = Path.of(".");

  @Test
  void every_jar_is_named_after_its_top_package() throws IOException {
    assertThat(Files.readString(Repository.root().resolve("pom.xml")))
        .contains("<Automatic-Module-Name>${module.name}</Automatic-Module-Name>");
    assertThat(problems(Repository.root())).isEmpty();
  }

  @Test
  void a_wrong_name_and_a_missing_one_are_found() throws IOException {
    write("pom.xml", "<module>a</module><module>b</module><module>c</module>");
    write("a/pom.xml", "<module.name>com.acme.a</module.name>");
    write("a/src/main/java/com/acme/a/One.java", "");
    write("a/src/main/java/com/acme/a/below/Two.java", "");
    write("b/pom.xml", "<module.name>com.acme.b</module.name>");
    write("b/src/main/java/com/acme/b/One.java", "");
    write("b/src/main/java/com/acme/beside/Two.java", "");
    write("c/pom.xml", "");
    write("c/src/main/java/com/acme/c/One.java", "");

    assertThat(problems(folder))
        .containsExactly(
            "b: com.acme.beside is not below com.acme.b", "c: has no <module.name> in its pom.xml");
  }

  private static List<String> problems(Path root) throws IOException {
    Map<String, List<SourceFile>> modules = new TreeMap<>();
    for (SourceFile file : SourceFile.under(root)) {
      if (file.isMainClass()) {
        modules.computeIfAbsent(file.module(), it -> new ArrayList<>()).add(file);
      }
    }
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, List<SourceFile>> module : modules.entrySet()) {
      String name =
          NAME.matcher(Files.readString(root.resolve(module.getKey()).resolve("pom.xml")))
              .results()
              .map(match -> match.group(1))
              .findFirst()
              .orElse("");
      if (name.isEmpty()) {
        problems.add(module.getKey() + ": has no <module.name> in its pom.xml");
        continue;
      }
      module.getValue().stream()
          .map(SourceFile::packageName)
          .filter(it -> !it.equals(name) && !it.startsWith(name + "."))
          .distinct()
          .forEach(it -> problems.add(module.getKey() + ": " + it + " is not below " + name));
    }
    return problems;
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
