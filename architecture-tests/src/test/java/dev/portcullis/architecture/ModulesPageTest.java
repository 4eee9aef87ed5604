package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/modules.md shows the modules as the build files have them, and the contracts as
 * the tests run them. {@code -Dportcullis.docs=write} rewrites it.
 */
class ModulesPageTest {

  private static final Path PAGE = Repository.root().resolve("docs/reference/modules.md");
  private static final Pattern IMPLEMENTS =
      Pattern.compile("class (\\w+)[^{;]*?\\b(?:implements|extends) ([^{;]*?Contract[^{;]*)\\{");
  private static final Pattern CONTRACT = Pattern.compile("\\w+Contract\\b");

  @Test
  void the_page_has_the_modules_and_contracts_that_there_are() throws IOException {
    String page = Files.readString(PAGE);
    String expected =
        replaced(
            replaced(replaced(page, "diagram", diagram()), "modules", modules()),
            "contracts",
            contracts());

    if ("write".equals(System.getProperty("portcullis.docs"))) {
      Files.writeString(PAGE, expected);
      return;
    }

    assertThat(page)
        .as(
            "docs/reference/modules.md is out of date; write it with: ./mvnw -pl"
                + " architecture-tests -am test -Dtest=ModulesPageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dportcullis.docs=write")
        .isEqualTo(expected);
  }

  @Test
  void every_contract_is_run_by_two_at_least_and_that_of_verifiers_by_three() throws IOException {
    Map<String, Set<String>> tests = tests();

    assertThat(tests).hasSizeGreaterThan(15);
    assertThat(tests)
        .allSatisfy((contract, classes) -> assertThat(classes).hasSizeGreaterThanOrEqualTo(2));
    assertThat(tests.get("CredentialVerifierContract"))
        .contains("KeycloakCredentialVerifierContractTest")
        .hasSizeGreaterThanOrEqualTo(3);
  }

  private static String replaced(String page, String part, String text) {
    String start = "<!-- " + part + " -->\n";
    String end = "<!-- end of " + part + " -->";
    assertThat(page).contains(start, end);
    return page.substring(0, page.indexOf(start) + start.length())
        + text
        + page.substring(page.indexOf(end));
  }

  private static String diagram() throws IOException {
    StringBuilder text = new StringBuilder("```mermaid\nflowchart TD\n");
    Set<String> published = Poms.published();
    for (String module : Poms.modules()) {
      if (module.equals("bom")) {
        continue;
      }
      text.append("  ")
          .append(module)
          .append(published.contains(module) ? "" : ":::internal")
          .append('\n');
      for (String other : Poms.buildsOn(module)) {
        text.append("  ").append(module).append(" --> ").append(other).append('\n');
      }
    }
    return text.append("  classDef internal stroke-dasharray: 4 3\n```\n").toString();
  }

  private static String modules() throws IOException {
    StringBuilder text = new StringBuilder("| Module | What it is | Builds on |\n|---|---|---|\n");
    for (String module : Poms.modules()) {
      text.append("| `%s` | %s | %s |\n".formatted(module, Poms.description(module), on(module)));
    }
    return text.toString();
  }

  private static String on(String module) throws IOException {
    Set<String> others = module.equals("bom") ? Set.of() : Poms.buildsOn(module);
    return others.isEmpty() ? "–" : "`" + String.join("`, `", others) + "`";
  }

  private static String contracts() throws IOException {
    StringBuilder text = new StringBuilder("| Contract | Tests that run it |\n|---|---|\n");
    tests()
        .forEach(
            (contract, classes) ->
                text.append("| `%s` | `%s` |\n".formatted(contract, String.join("`, `", classes))));
    return text.toString();
  }

  /** Of each contract, the tests of the modules and of the examples. */
  private static Map<String, Set<String>> tests() throws IOException {
    Map<String, Set<String>> tests = new TreeMap<>();
    for (String module : Poms.modules()) {
      javaFiles(module, "src/main/java").stream()
          .map(source -> source.getFileName().toString().replace(".java", ""))
          .filter(name -> name.endsWith("Contract"))
          .forEach(contract -> tests.put(contract, new TreeSet<>()));
    }
    for (String module : modulesAndExamples()) {
      javaFiles(module, "src/test/java").stream()
          // What the contracts are to catch.
          .filter(source -> !source.toString().contains("/broken/"))
          .forEach(source -> add(tests, text(source)));
    }
    return tests;
  }

  private static List<String> modulesAndExamples() throws IOException {
    try (Stream<Path> folders = Files.list(Repository.root().resolve("examples"))) {
      return Stream.concat(
              Poms.modules().stream(),
              folders
                  .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                  .map(folder -> "examples/" + folder.getFileName()))
          .toList();
    }
  }

  private static void add(Map<String, Set<String>> tests, String source) {
    IMPLEMENTS
        .matcher(source)
        .results()
        .forEach(
            declared ->
                CONTRACT
                    .matcher(declared.group(2))
                    .results()
                    .map(contract -> tests.get(contract.group()))
                    .forEach(
                        classes -> {
                          if (classes != null) {
                            classes.add(declared.group(1));
                          }
                        }));
  }

  private static List<Path> javaFiles(String module, String folder) throws IOException {
    Path root = Repository.root().resolve(module).resolve(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
