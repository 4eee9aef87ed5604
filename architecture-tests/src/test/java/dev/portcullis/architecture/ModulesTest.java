package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module builds on which, as the build files say. A new module needs a line here. */
class ModulesTest {

  private static final Map<String, Set<String>> BUILDS_ON =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("application", Set.of("domain")),
          Map.entry("doctor", Set.of("application")),
          Map.entry("adapters-http", Set.of("application")),
          Map.entry("adapters-http-server", Set.of("adapters-http")),
          Map.entry("testkit-http", Set.of("adapters-http")),
          Map.entry("adapters-auth0", Set.of("application", "doctor")),
          Map.entry("adapters-journal", Set.of("application", "doctor")),
          Map.entry("adapters-memory", Set.of("application")),
          Map.entry("adapters-webhook", Set.of("application")),
          Map.entry("auth0-emulator", Set.of()),
          Map.entry("auth0-emulator-junit", Set.of("auth0-emulator")),
          Map.entry("testkit", Set.of("application")),
          Map.entry("testkit-doctor", Set.of("doctor", "testkit")),
          Map.entry("architecture-rules", Set.of("application")),
          Map.entry("browser-testkit", Set.of()),
          Map.entry(
              "bootstrap",
              Set.of(
                  "adapters-http-server",
                  "adapters-auth0",
                  "adapters-journal",
                  "adapters-memory",
                  "adapters-webhook")),
          Map.entry("demo", Set.of("bootstrap", "auth0-emulator")),
          Map.entry(
              "architecture-tests",
              Set.of(
                  "demo",
                  "auth0-emulator-junit",
                  "architecture-rules",
                  "testkit",
                  "testkit-doctor",
                  "testkit-http",
                  "browser-testkit")),
          Map.entry(
              "benchmarks", Set.of("domain", "adapters-http", "adapters-auth0", "bootstrap")));

  static Set<String> modules() {
    return BUILDS_ON.keySet();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void a_module_builds_on_no_other_than_the_house_has_it(String module) throws IOException {
    Set<String> dependencies = Poms.buildsOn(module);

    assertThat(dependencies).isEqualTo(BUILDS_ON.get(module));
  }

  @Test
  void every_module_is_looked_at() throws IOException {
    Set<String> withoutCode = Set.of("bom");
    try (Stream<Path> folders = Files.list(Repository.root())) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))))
          .extracting(folder -> folder.getFileName().toString())
          .filteredOn(module -> !withoutCode.contains(module))
          .containsExactlyInAnyOrderElementsOf(modules());
    }
  }
}
