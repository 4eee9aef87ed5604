package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The files under {@code .github} and {@code .devcontainer} can be read, and the scripts, modules,
 * profiles, tests and folders that they name exist. That they work is only known where they run.
 */
class WorkflowsTest {

  private static final Pattern SCRIPT = Pattern.compile("(?<![\\w./$}])(?:\\./|\\.ci/)[\\w./-]+");
  private static final Pattern PROFILES = Pattern.compile("\\s-P\\s*([\\w,-]+)");
  private static final Pattern MODULES = Pattern.compile("\\s-pl\\s+([\\w,/-]+)");
  private static final Pattern TESTS = Pattern.compile("-Dtest='?([\\w,#]+(?:\\$\\{\\{[^}]*}})?)");
  private static final Pattern MATRIX = Pattern.compile("\\$\\{\\{\\s*matrix\\.(\\w+)\\s*}}");
  private static final Pattern PINNED = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+@v\\d+");
  private static final Pattern PROFILE_ID = Pattern.compile("<profile>\\s*<id>([^<]+)</id>");

  static List<Path> workflows() {
    return files(".github/workflows", ".yml");
  }

  @Test
  void every_file_can_be_read() {
    List<Path> files =
        Stream.of(files(".github", ".yml"), files(".devcontainer", ".json"))
            .flatMap(List::stream)
            .toList();

    assertThat(files).hasSizeGreaterThanOrEqualTo(9).allSatisfy(file -> read(file));
    assertThat(workflows()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_names_only_what_exists(Path workflow) {
    assertThat(commands(read(workflow)).flatMap(command -> missing(command).stream())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_asks_for_its_permissions_and_pins_its_actions(Path workflow) {
    Map<?, ?> content = read(workflow);

    assertThat(content.get("permissions")).isEqualTo(Map.of("contents", "read"));
    assertThat(content.containsKey("on")).isTrue();
    assertThat(steps(content).map(step -> step.get("uses")).filter(uses -> uses != null))
        .allSatisfy(uses -> assertThat(uses.toString()).matches(PINNED));
    assertThat(jobs(content))
        .isNotEmpty()
        .allSatisfy(
            job -> {
              assertThat(value(job, "runs-on").toString()).startsWith("ubuntu-");
              assertThat(job.get("timeout-minutes")).isInstanceOf(Integer.class);
            });
  }

  @Test
  void folders_of_dependabot_and_of_code_owners_exist() throws IOException {
    Map<?, ?> dependabot = read(Repository.root().resolve(".github/dependabot.yml"));
    Stream<String> updated =
        maps(value(dependabot, "updates"))
            .flatMap(
                update ->
                    update.get("directories") instanceof Collection<?> several
                        ? several.stream()
                        : Stream.of(update.get("directory")))
            .map(Object::toString);
    Stream<String> owned =
        Files.readAllLines(Repository.root().resolve(".github/CODEOWNERS")).stream()
            .filter(line -> line.startsWith("/"))
            .map(line -> line.split("\\s+", 2)[0]);

    List<String> folders = Stream.concat(updated, owned).toList();

    assertThat(folders)
        .hasSizeGreaterThan(8)
        .allSatisfy(folder -> assertThat(Repository.root().resolve(folder.substring(1))).exists());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .ci/rum                                              | .ci/rum
          cd x && ./portculis demo                             | ./portculis
          ./mvnw -B -Pdist,fuz package                         | -Pfuz
          ./mvnw -P nope package                               | -Pnope
          ./mvnw -pl domain,domian verify                      | -pl domian
          ./mvnw -pl domain test -Dtest=ParsersFuz#forwarded   | -Dtest=ParsersFuz#forwarded
          ./mvnw -pl domain test -Dtest=ParsersFuzz#forwadred  | -Dtest=ParsersFuzz#forwadred
          ./mvnw -pl domain test -Dtest=ParsersFuzz,NopeTest   | -Dtest=NopeTest
          """)
  void a_name_that_does_not_exist_is_found(String command, String missing) {
    assertThat(missing(command)).containsExactly(missing);
  }

  @Test
  void each_value_of_a_matrix_is_looked_for() {
    Map<?, ?> workflow =
        parse(
            """
            jobs:
              fuzz:
                strategy: {matrix: {target: [range, rnage]}}
                steps:
                  - run: ./mvnw -pl domain test -Dtest=ParsersFuzz#${{ matrix.target }}
            """);

    assertThat(commands(workflow).flatMap(command -> missing(command).stream()))
        .containsExactly("-Dtest=ParsersFuzz#rnage");
  }

  /** Every command that the workflow runs, once for each value of its job's matrix. */
  private static Stream<String> commands(Map<?, ?> workflow) {
    return jobs(workflow).stream()
        .flatMap(
            job ->
                maps(value(job, "steps"))
                    .filter(step -> step.containsKey("run"))
                    .flatMap(step -> expanded(value(step, "run").toString(), job)));
  }

  private static Stream<String> expanded(String command, Map<?, ?> job) {
    return MATRIX
        .matcher(command)
        .results()
        .findFirst()
        .map(use -> values(job, use.group(1)).map(value -> command.replace(use.group(), value)))
        .orElse(Stream.of(command));
  }

  private static Stream<String> values(Map<?, ?> job, String name) {
    Map<?, ?> matrix = (Map<?, ?>) value((Map<?, ?>) value(job, "strategy"), "matrix");
    return ((Collection<?>) value(matrix, name)).stream().map(Object::toString);
  }

  private static List<String> missing(String command) {
    List<String> missing = new ArrayList<>();
    Path root = Repository.root();
    SCRIPT
        .matcher(command)
        .results()
        .map(MatchResult::group)
        .filter(script -> !Files.isExecutable(root.resolve(script)))
        .forEach(missing::add);
    names(PROFILES, command)
        .filter(profile -> !profiles().contains(profile))
        .forEach(profile -> missing.add("-P" + profile));
    names(MODULES, command)
        .filter(module -> !Files.exists(root.resolve(module).resolve("pom.xml")))
        .forEach(module -> missing.add("-pl " + module));
    names(TESTS, command)
        .filter(test -> !testExists(test))
        .forEach(test -> missing.add("-Dtest=" + test));
    return missing;
  }

  private static Stream<String> names(Pattern option, String command) {
    return option.matcher(command).results().flatMap(use -> Stream.of(use.group(1).split(",")));
  }

  private static Set<String> profiles() {
    return files(".", "pom.xml").stream()
        .flatMap(pom -> PROFILE_ID.matcher(text(pom)).results())
        .map(profile -> profile.group(1))
        .collect(Collectors.toSet());
  }

  private static boolean testExists(String test) {
    String[] names = test.split("#", 2);
    List<Path> classes = files(".", "/" + names[0] + ".java");
    return classes.size() == 1
        && (names.length == 1 || text(classes.getFirst()).contains(" " + names[1] + "("));
  }

  private static List<Map<?, ?>> jobs(Map<?, ?> workflow) {
    return maps(((Map<?, ?>) value(workflow, "jobs")).values()).toList();
  }

  private static Stream<Map<?, ?>> steps(Map<?, ?> workflow) {
    return jobs(workflow).stream().flatMap(job -> maps(value(job, "steps")));
  }

  private static Object value(Map<?, ?> map, String key) {
    return Objects.requireNonNull(map.get(key), () -> key + " is missing in " + map);
  }

  private static Stream<Map<?, ?>> maps(Object collection) {
    return ((Collection<?>) collection).stream().map(value -> (Map<?, ?>) value);
  }

  /** Strict YAML 1.2, of which JSON is a part: {@code on} is a text, and no key comes twice. */
  private static Map<?, ?> read(Path file) {
    return parse(text(file));
  }

  private static Map<?, ?> parse(String yaml) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files below a folder whose path ends so, without those that a build has made. */
  private static List<Path> files(String folder, String end) {
    Set<String> skipped = Set.of("target", "node_modules", ".git");
    List<Path> found = new ArrayList<>();
    List<Path> folders = new ArrayList<>(List.of(Repository.root().resolve(folder).normalize()));
    while (!folders.isEmpty()) {
      try (Stream<Path> children = Files.list(folders.removeLast())) {
        for (Path child : children.toList()) {
          if (Files.isDirectory(child)) {
            if (!skipped.contains(child.getFileName().toString())) {
              folders.add(child);
            }
          } else if (child.toString().endsWith(end)) {
            found.add(child);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found.stream().sorted().toList();
  }
}
