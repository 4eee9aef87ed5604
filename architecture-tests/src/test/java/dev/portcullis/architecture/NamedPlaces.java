package dev.portcullis.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages and classes that a rule names. ArchUnit puts each in quotes in the rule's
 * description. A rule that names one that does not exist checks less than it states and passes.
 */
final class NamedPlaces {

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  private final Set<String> classes;
  private final Set<String> packages;

  /**
   * What exists: these classes, those that they depend on, and the packages of the JDK.
   *
   * @param product the classes that the rules are about
   */
  NamedPlaces(JavaClasses product) {
    List<JavaClass> known =
        product.stream()
            .flatMap(
                type ->
                    Stream.concat(
                        Stream.of(type),
                        type.getDirectDependenciesFromSelf().stream()
                            .map(Dependency::getTargetClass)
                            .map(JavaClass::getBaseComponentType)))
            .distinct()
            .toList();
    classes = known.stream().map(JavaClass::getName).collect(Collectors.toSet());
    packages =
        Stream.concat(
                known.stream().map(JavaClass::getPackageName),
                ModuleLayer.boot().modules().stream()
                    .flatMap(module -> module.getPackages().stream()))
            .collect(Collectors.toSet());
  }

  /** The packages and classes that the rule names and that do not exist. */
  List<String> missing(ArchRule rule) {
    return QUOTED
        .matcher(rule.getDescription())
        .results()
        .map((MatchResult match) -> match.group(1))
        .distinct()
        .filter(place -> !exists(place))
        .toList();
  }

  private boolean exists(String place) {
    if (place.contains("\\")) {
      return classes.stream().anyMatch(Pattern.compile(place).asMatchPredicate());
    }
    return classes.contains(place) || packages.stream().anyMatch(PackageMatcher.of(place)::matches);
  }
}
