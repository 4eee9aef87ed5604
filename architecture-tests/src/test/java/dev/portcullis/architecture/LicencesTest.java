package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Who takes a published module gets the libraries below it: each has a licence that its users can
 * accept beside ours. The components are those of {@code target/sbom.json}, which {@code ./mvnw
 * -Psbom} writes; without that file the test is skipped, or fails with {@code
 * -Dportcullis.sbom=required}.
 */
class LicencesTest {

  private static final Path SBOM = Repository.root().resolve("target/sbom.json");

  /** By SPDX identifier, or by the name that a library's build file has. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "The (New) BSD License",
          "Bouncy Castle Licence",
          "CC0-1.0",
          "MIT",
          "MIT-0",
          // Asks for the source of changes to the library itself, not of what uses it.
          "EPL-2.0");

  @Test
  void everything_that_is_shipped_has_a_licence_that_is_allowed() throws IOException {
    if ("required".equals(System.getProperty("portcullis.sbom"))) {
      assertThat(SBOM).exists();
    }
    assumeThat(Files.exists(SBOM)).as("%s", SBOM).isTrue();

    String sbom = Files.readString(SBOM);

    assertThat(names(sbom))
        .contains("io.vavr:vavr", "org.eclipse.jetty:jetty-server", "org.assertj:assertj-core");
    assertThat(problems(sbom)).isEmpty();
  }

  @Test
  void a_licence_that_is_not_allowed_and_none_are_found() {
    String sbom =
        """
        {"components": [
          {"group": "com.acme", "name": "free", "version": "1",
           "licenses": [{"license": {"id": "MIT"}}]},
          {"group": "com.acme", "name": "choice", "version": "1",
           "licenses": [{"license": {"id": "GPL-3.0-only"}}, {"license": {"id": "EPL-2.0"}}]},
          {"group": "com.acme", "name": "either", "version": "1",
           "licenses": [{"expression": "GPL-3.0-only OR Apache-2.0"}]},
          {"group": "com.acme", "name": "viral", "version": "1",
           "licenses": [{"license": {"id": "AGPL-3.0-only"}}]},
          {"group": "com.acme", "name": "both", "version": "1",
           "licenses": [{"expression": "MIT AND AGPL-3.0-only"}]},
          {"group": "com.acme", "name": "own", "version": "2",
           "licenses": [{"license": {"name": "Acme's own"}}]},
          {"group": "com.acme", "name": "none", "version": "3"}
        ]}
        """;

    assertThat(problems(sbom))
        .containsExactly(
            "com.acme:viral:1: [AGPL-3.0-only]",
            "com.acme:both:1: [MIT AND AGPL-3.0-only]",
            "com.acme:own:2: [Acme's own]",
            "com.acme:none:3: []");
  }

  private static List<String> names(String sbom) {
    return components(sbom).stream().map(it -> it.get("group") + ":" + it.get("name")).toList();
  }

  /** A library under several licences may be used under any of them. */
  private static List<String> problems(String sbom) {
    List<String> problems = new ArrayList<>();
    for (Map<?, ?> component : components(sbom)) {
      List<String> licences = licences(component);
      if (licences.stream().noneMatch(LicencesTest::isAllowed)) {
        problems.add(
            component.get("group")
                + ":"
                + component.get("name")
                + ":"
                + component.get("version")
                + ": "
                + licences);
      }
    }
    return problems;
  }

  private static boolean isAllowed(String licence) {
    return !licence.contains(" AND ")
        && Stream.of(licence.split(" OR ", -1)).anyMatch(ALLOWED::contains);
  }

  private static List<String> licences(Map<?, ?> component) {
    List<String> licences = new ArrayList<>();
    if (component.get("licenses") instanceof List<?> all) {
      for (Object one : all) {
        if (one instanceof Map<?, ?> choice) {
          licences.add(licence(choice));
        }
      }
    }
    return licences;
  }

  private static String licence(Map<?, ?> choice) {
    if (choice.get("license") instanceof Map<?, ?> licence) {
      Object id = licence.get("id");
      return String.valueOf(id == null ? licence.get("name") : id);
    }
    return String.valueOf(choice.get("expression"));
  }

  private static List<Map<?, ?>> components(String sbom) {
    // JSON is YAML.
    Object content =
        new Load(LoadSettings.builder().setCodePointLimit(20_000_000).build()).loadFromString(sbom);
    List<Map<?, ?>> components = new ArrayList<>();
    if (content instanceof Map<?, ?> all && all.get("components") instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof Map<?, ?> component) {
          components.add(component);
        }
      }
    }
    return components;
  }
}
