package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each module is either published, and then in the BOM, or excluded from publication by name. */
class PublicationTest {

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern EXCLUDED =
      Pattern.compile("<excludeArtifact>portcullis-([^<]+)</excludeArtifact>");
  private static final Pattern NOT_IN_SBOM =
      Pattern.compile("<excludeArtifactId>([^<]+)</excludeArtifactId>");
  private static final Pattern IN_BOM =
      Pattern.compile(
          "<groupId>dev\\.portcullis</groupId>\\s*<artifactId>portcullis-([^<]+)</artifactId>\\s*"
              + "<version>\\$\\{project\\.version}</version>");

  @Test
  void every_module_is_in_the_bom_or_excluded_from_publication() throws IOException {
    String root = read("pom.xml");
    String bom = read("bom/pom.xml");

    assertThat(misplaced(root, bom)).isEmpty();
  }

  @Test
  void a_module_in_neither_list_and_one_in_both_are_found() {
    String root =
        "<module>bom</module><module>a</module><module>b</module>"
            + "<excludeArtifact>portcullis-b</excludeArtifact>"
            + "<excludeArtifact>portcullis-gone</excludeArtifact>"
            + "<excludeArtifactId>portcullis-a,portcullis-b</excludeArtifactId>";
    String bom =
        "<groupId>dev.portcullis</groupId><artifactId>portcullis-b</artifactId>"
            + "<version>${project.version}</version>";

    assertThat(misplaced(root, bom))
        .containsExactly(
            "a: neither in the BOM nor excluded",
            "b: in the BOM and excluded",
            "gone: listed, but no module",
            "SBOM: leaves out [a, b], but [b, gone] are excluded from publication");
  }

  private static List<String> misplaced(String root, String bom) {
    List<String> modules = all(MODULE, root);
    List<String> published = all(IN_BOM, bom);
    List<String> excluded = all(EXCLUDED, root);
    TreeSet<String> names = new TreeSet<>(modules.stream().map(PublicationTest::last).toList());
    names.remove("bom");
    List<String> problems = new ArrayList<>();
    for (String name : names) {
      if (published.contains(name) == excluded.contains(name)) {
        problems.add(
            name
                + (published.contains(name)
                    ? ": in the BOM and excluded"
                    : ": neither in the BOM nor excluded"));
      }
    }
    TreeSet<String> listed = new TreeSet<>(published);
    listed.addAll(excluded);
    listed.removeAll(names);
    listed.forEach(name -> problems.add(name + ": listed, but no module"));
    List<String> notInSbom =
        all(NOT_IN_SBOM, root).stream()
            .flatMap(list -> Stream.of(list.split(",", -1)))
            .map(name -> name.replaceFirst("^portcullis-", ""))
            .toList();
    if (!notInSbom.equals(excluded)) {
      problems.add(
          "SBOM: leaves out " + notInSbom + ", but " + excluded + " are excluded from publication");
    }
    return problems;
  }

  /** {@code examples/embed-plain} is the artifact {@code portcullis-embed-plain}. */
  private static String last(String module) {
    return Path.of(module).getFileName().toString();
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Repository.root().resolve(file));
  }
}
