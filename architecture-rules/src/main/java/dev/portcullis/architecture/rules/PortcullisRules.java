package dev.portcullis.architecture.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import dev.portcullis.domain.login.Password;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The boundaries that keep an extension of Portcullis safe and replaceable, as ArchUnit rules for
 * your own packages. {@link #under} has them all; the other methods make one rule each, for a
 * layout that differs.
 *
 * <pre>{@code
 * JavaClasses login = new ClassFileImporter().importPackages("com.acme.login");
 *
 * PortcullisRules.under("com.acme.login")
 *     .onlyProvidersReadPasswords("com.acme.login.adapters.ldap..")
 *     .check(login);
 * }</pre>
 *
 * <p>A <em>root</em> is the name of a package, without wildcards; a rule covers it and everything
 * beneath it, and fails if no class is there. A <em>place</em> is a package identifier as in
 * ArchUnit ({@code com.acme.login.adapters.ldap..}) or the full name of a class, which includes the
 * classes nested in it.
 */
public final class PortcullisRules {

  private PortcullisRules() {}

  /**
   * All rules, for everything beneath a package.
   *
   * @param root the package that your extension is in, such as {@code com.acme.login}
   */
  public static RulesUnder under(String root) {
    return new RulesUnder(root, List.of(), List.of());
  }

  /**
   * All rules for adapters. Each package directly beneath the root is one adapter.
   *
   * @param root the package that the adapters are in, such as {@code com.acme.login.adapters}
   * @param providers the places of the adapters that submit credentials to a provider: the only
   *     ones that may read passwords and use Feign
   */
  public static List<ArchRule> forAdapters(String root, String... providers) {
    return List.of(
        adaptersDoNotKnowEachOther(root),
        onlyProvidersReadPasswords(root, providers),
        feignIsUsedOnlyIn(root, providers),
        timeAndRandomnessComeFromOutside(root),
        onlyProgramsChooseTheSystemClock(root),
        onlyProgramsUseStandardStreams(root),
        noJavaDeserialization(root));
  }

  /**
   * No adapter depends on another. Each package directly beneath the root is one adapter.
   *
   * @param root the package that the adapters are in
   */
  public static ArchRule adaptersDoNotKnowEachOther(String root) {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .notDependOnEachOther()
        .because("an adapter is replaced without touching another");
  }

  /**
   * A core, such as a domain or use cases, depends on itself, the JDK's language, collections and
   * time, vavr and JSpecify, and on nothing else. {@code java.net} is out: it resolves names.
   *
   * @param core the package identifier of the core
   * @param others the package identifiers of cores that it builds on, such as {@code
   *     dev.portcullis.domain..}
   */
  public static ArchRule coreIsPure(String core, String... others) {
    return classes()
        .that()
        .resideInAPackage(core)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            packages(
                Stream.concat(Stream.of(core), Stream.of(others)),
                "java.lang",
                "java.lang.invoke", // lambdas, string concatenation
                "java.lang.runtime", // records, pattern switches
                "java.util..",
                "java.time..",
                "io.vavr..",
                "org.jspecify.."))
        .because("code that reaches no technology can be tested with tables and served by any");
  }

  /**
   * Ports mention only each other, domain types (those of Portcullis and your own), {@code
   * java.lang}, {@code java.time}, vavr and JSpecify.
   *
   * @param ports the package identifier of the ports
   * @param domains the package identifiers of your own domain types
   */
  public static ArchRule portsMentionOnlyTheDomain(String ports, String... domains) {
    return classes()
        .that()
        .resideInAPackage(ports)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            packages(
                Stream.concat(Stream.of(ports), Stream.of(domains)),
                "dev.portcullis.domain..",
                "java.lang",
                "java.lang.invoke",
                "java.time..",
                "io.vavr..",
                "org.jspecify.."))
        .because("a port that mentions a technology has chosen its adapter");
  }

  /**
   * Only adapters that submit credentials call {@link Password#reveal}.
   *
   * @param providers the places of those adapters
   */
  public static ArchRule onlyProvidersReadPasswords(String root, String... providers) {
    return outside(root, providers)
        .should()
        .accessTargetWhere(target(Password.class, "reveal"))
        .because("a password that is not read cannot be logged or printed");
  }

  /**
   * Only these places use Feign, so that no {@code FeignException} is caught, kept or logged
   * elsewhere.
   *
   * @param places the adapters that call their provider through Feign
   */
  public static ArchRule feignIsUsedOnlyIn(String root, String... places) {
    return outside(root, places)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("feign..")
        .because("a FeignException prints the request, with the password in it");
  }

  /**
   * Nothing reads the system's time or randomness: a clock, ids and random numbers are passed in.
   * Covers {@code now()} of all types in {@code java.time}, {@link System#currentTimeMillis},
   * {@link System#nanoTime}, {@link UUID#randomUUID}, {@link Random}, {@link Math#random} and
   * {@link ThreadLocalRandom}, also as method references.
   *
   * @param programs the places that read them and pass them in, best one class
   */
  public static ArchRule timeAndRandomnessComeFromOutside(String root, String... programs) {
    return outside(root, programs)
        .should()
        .accessTargetWhere(
            describe(
                    "java.time.*.now",
                    (JavaAccess<?> access) ->
                        access.getTargetOwner().getPackageName().equals("java.time")
                            && access.getName().equals("now"))
                .or(target(System.class, "currentTimeMillis", "nanoTime"))
                .or(target(UUID.class, "randomUUID"))
                .or(target(Random.class, "<init>"))
                .or(target(Math.class, "random"))
                .or(target(ThreadLocalRandom.class, "current")))
        .because("a test can set only the time and the ids that are passed in");
  }

  /**
   * Only programs choose the system's clock: libraries are given an {@link InstantSource}.
   *
   * @param programs the places that choose it, best one class
   */
  public static ArchRule onlyProgramsChooseTheSystemClock(String root, String... programs) {
    return outside(root, programs)
        .should()
        .accessTargetWhere(
            target(InstantSource.class, "system")
                .or(
                    target(
                        Clock.class,
                        "systemUTC",
                        "systemDefaultZone",
                        "system",
                        "tickMillis",
                        "tickSeconds",
                        "tickMinutes")))
        .because("a library that chooses its clock cannot be tested with another");
  }

  /**
   * Only programs write to {@code System.out} and {@code System.err} or print stack traces.
   *
   * @param programs the places with a command line
   */
  public static ArchRule onlyProgramsUseStandardStreams(String root, String... programs) {
    return outside(root, programs)
        .should(ACCESS_STANDARD_STREAMS)
        .because("what bypasses the log bypasses its levels, its format and its redaction");
  }

  /** Nothing uses {@link java.io.ObjectInputStream} or a subclass of it. */
  public static ArchRule noJavaDeserialization(String root) {
    return outside(root)
        .should()
        .dependOnClassesThat()
        .areAssignableTo("java.io.ObjectInputStream")
        .because("a client that chooses the classes to load can run code");
  }

  /** No class beneath the root, except in these places … */
  private static GivenClassesConjunction outside(String root, String... places) {
    DescribedPredicate<JavaClass> covered = resideInAPackage(root + "..");
    return noClasses().that(places.length == 0 ? covered : covered.and(not(in(places))));
  }

  private static DescribedPredicate<JavaClass> in(String... places) {
    List<PackageMatcher> packages = Stream.of(places).map(PackageMatcher::of).toList();
    Set<String> names = Set.of(places);
    return describe(
        "in ['" + String.join("', '", places) + "']",
        type ->
            packages.stream().anyMatch(place -> place.matches(type.getPackageName()))
                || names.contains(outermost(type).getName()));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(PortcullisRules::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaAccess<?>> target(Class<?> owner, String... names) {
    Set<String> members = Set.of(names);
    return describe(
        owner.getSimpleName() + "." + String.join("|", names),
        access ->
            access.getTargetOwner().isEquivalentTo(owner) && members.contains(access.getName()));
  }

  private static String[] packages(Stream<String> own, String... others) {
    return Stream.concat(own, Stream.of(others)).toArray(String[]::new);
  }
}
