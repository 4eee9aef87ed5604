package dev.portcullis.architecture.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All rules for everything beneath one package, made by {@link PortcullisRules#under}. Immutable:
 * every method returns another.
 */
public final class RulesUnder {

  private final String root;
  private final List<String> providers;
  private final List<String> programs;

  RulesUnder(String root, List<String> providers, List<String> programs) {
    this.root = root;
    this.providers = providers;
    this.programs = programs;
  }

  /**
   * The places that submit credentials to a provider: the only ones that may read passwords and use
   * Feign. Without this, none may.
   */
  public RulesUnder onlyProvidersReadPasswords(String... providers) {
    return new RulesUnder(root, List.of(providers), programs);
  }

  /**
   * The places that read the system's time and randomness, and write to the standard streams; best
   * one class with {@code main}. Without this, none may.
   */
  public RulesUnder programs(String... programs) {
    return new RulesUnder(root, providers, List.of(programs));
  }

  /**
   * The rules for these classes. Those for ports, for a domain and for adapters are there if the
   * root has a package {@code port}, {@code domain} or {@code adapters}.
   */
  public List<ArchRule> rules(JavaClasses classes) {
    String[] may = providers.toArray(String[]::new);
    String[] start = programs.toArray(String[]::new);
    List<ArchRule> rules =
        new ArrayList<>(
            List.of(
                PortcullisRules.onlyProvidersReadPasswords(root, may),
                PortcullisRules.feignIsUsedOnlyIn(root, may),
                PortcullisRules.timeAndRandomnessComeFromOutside(root, start),
                PortcullisRules.onlyProgramsChooseTheSystemClock(root, start),
                PortcullisRules.onlyProgramsUseStandardStreams(root, start),
                PortcullisRules.noJavaDeserialization(root)));
    if (has(classes, "adapters")) {
      rules.add(PortcullisRules.adaptersDoNotKnowEachOther(root + ".adapters"));
    }
    if (has(classes, "port")) {
      rules.add(PortcullisRules.portsMentionOnlyTheDomain(root + ".port..", root + ".domain.."));
    }
    if (has(classes, "domain")) {
      rules.add(PortcullisRules.coreIsPure(root + ".domain..", "dev.portcullis.domain.."));
    }
    return List.copyOf(rules);
  }

  private boolean has(JavaClasses classes, String name) {
    String room = root + "." + name;
    return classes.stream()
        .map(type -> type.getPackageName())
        .anyMatch(it -> it.equals(room) || it.startsWith(room + "."));
  }

  /**
   * Checks all rules.
   *
   * @throws AssertionError that names every place that breaks one, or if no class is beneath the
   *     root
   */
  public void check(JavaClasses classes) {
    String broken =
        rules(classes).stream()
            .map(rule -> rule.evaluate(classes))
            .filter(EvaluationResult::hasViolation)
            .map(result -> result.getFailureReport().toString())
            .collect(Collectors.joining("\n\n"));
    if (!broken.isEmpty()) {
      throw new AssertionError(broken);
    }
  }
}
