package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Which module builds on which, as the build files say. An adapter of the application's or the
 * doctor's ports keeps a rule; every other module needs a line here.
 */
class ModulesTest {

  private static final Map<String, Set<String>> BUILDS_ON =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("application", Set.of("domain")),
          Map.entry("doctor", Set.of("application")),
          Map.entry("adapters-http-server", Set.of("adapters-http")),
          Map.entry("adapters-servlet", Set.of("adapters-http")),
          Map.entry("testkit-http", Set.of("adapters-http")),
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
                  "adapters-file",
                  "adapters-journal",
                  "adapters-memory",
                  "adapters-otel",
                  "adapters-redis",
                  "adapters-webhook",
                  "embed")),
          Map.entry(
              "embed",
              Set.of(
                  "application",
                  "adapters-http",
                  "adapters-auth0",
                  "adapters-journal",
                  "adapters-memory")),
          Map.entry("spring-boot-starter", Set.of("adapters-otel", "adapters-servlet", "embed")),
          Map.entry("demo", Set.of("bootstrap", "auth0-emulator")),
          Map.entry(
              "benchmarks", Set.of("domain", "adapters-http", "adapters-auth0", "bootstrap")));

  /** What an adapter without a line of its own builds on: the first, and perhaps the second. */
  private static final Set<String> PORTS = Set.of("application", "doctor");

  /** Has every module on its class path, to apply the rules to it; nothing may build on it. */
  private static final String RULES = "architecture-tests";

  @Test
  void every_module_builds_on_what_it_may_and_on_no_other() throws IOException {
    Map<String, Set<String>> modules = new TreeMap<>();
    for (String module : Poms.modules()) {
      if (!module.equals("bom")) {
        modules.put(module, Poms.buildsOn(module));
      }
    }

    assertThat(modules).hasSizeGreaterThan(18).containsKey(RULES);
    assertThat(problems(modules)).isEmpty();
  }

  @Test
  void a_module_that_builds_on_another_than_it_may_is_found() {
    Map<String, Set<String>> modules = new TreeMap<>(BUILDS_ON);
    modules.put(RULES, Set.of("demo"));
    modules.put("adapters-ldap", Set.of("application"));
    modules.put("adapters-pager", Set.of("application", "doctor"));
    assertThat(problems(modules)).isEmpty();

    modules.put("adapters-a", Set.of("application", "adapters-http"));
    modules.put("adapters-b", Set.of("doctor"));
    modules.put("adapters-c", Set.of("application", "domain"));
    modules.put("adapters-d", Set.of());
    modules.put("domain", Set.of("application"));
    modules.put("extra", Set.of("application"));
    modules.put("demo", Set.of("bootstrap", "auth0-emulator", RULES));
    modules.remove("testkit");

    assertThat(problems(modules))
        .extracting(problem -> problem.substring(0, problem.indexOf(':')))
        .containsExactly(
            "adapters-a",
            "adapters-b",
            "adapters-c",
            "adapters-d",
            "demo",
            "domain",
            "extra",
            "testkit");
  }

  private static List<String> problems(Map<String, Set<String>> modules) {
    List<String> problems = new ArrayList<>();
    Set<String> names = new TreeSet<>(modules.keySet());
    names.addAll(BUILDS_ON.keySet());
    for (String name : names) {
      Set<String> others = modules.get(name);
      if (others == null) {
        problems.add(name + ": has a line, but is no module");
      } else if (!mayBuildOn(name, others)) {
        problems.add(name + ": builds on " + others);
      }
    }
    return problems;
  }

  private static boolean mayBuildOn(String module, Set<String> others) {
    Set<String> listed = BUILDS_ON.get(module);
    if (listed != null) {
      return others.equals(listed);
    }
    return module.equals(RULES)
        || (module.startsWith("adapters-")
            && others.contains("application")
            && PORTS.containsAll(others));
  }
}
