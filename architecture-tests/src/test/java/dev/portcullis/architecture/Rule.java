package dev.portcullis.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import dev.portcullis.domain.login.Password;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What holds between the modules. Each rule is a function of the root package: under {@code
 * dev.portcullis} it is the law, and under its own package of {@code violations} it is seen to
 * bite.
 *
 * <p>Accesses are forbidden by {@code accessTargetWhere}, which sees method references too; {@code
 * callMethod} does not.
 */
enum Rule {
  DOMAIN_IS_PURE(
      root ->
          classes()
              .that()
              .resideInAPackage(root + ".domain..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(pure(root + ".domain.."))
              .because(
                  "what has no way out can be tested with tables and be trusted at a glance;"
                      + " java.net would resolve names")),

  PORTS_SPEAK_THE_DOMAIN(
      root ->
          classes()
              .that()
              .resideInAPackage(root + ".application.*.port..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  root + ".application.*.port..",
                  root + ".domain..",
                  "java.lang",
                  "java.lang.invoke",
                  "java.time..",
                  "io.vavr..",
                  "org.jspecify..")
              .because("a port that mentions a technology has chosen its adapter")),

  APPLICATION_STANDS_ON_THE_DOMAIN(
      root ->
          classes()
              .that()
              .resideInAPackage(root + ".application..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(pure(root + ".application..", root + ".domain.."))
              .because("a use case is the same whoever serves it and whoever answers it")),

  ADAPTERS_DO_NOT_KNOW_EACH_OTHER(
      root ->
          slices()
              .matching(root + ".adapters.(*)..")
              .should()
              .notDependOnEachOther()
              .because("an adapter is replaced by replacing its folder")),

  EMULATOR_STANDS_ALONE(
      root ->
          noClasses()
              .that()
              .resideInAPackage(root + ".emulator..")
              .should()
              .dependOnClassesThat(
                  resideInAPackage(root + "..").and(not(resideInAPackage(root + ".emulator.."))))
              .because("an emulator that shares code with the client shares its mistakes")),

  ONLY_THE_DEMO_RUNS_THE_EMULATOR(
      root ->
          onlyIn(root, ".emulator..", ".demo..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".emulator..")
              .because("the production program ships neither the emulator nor its demo secrets")),

  NOTHING_DEPENDS_ON_THE_DEMO(
      root ->
          onlyIn(root, ".demo..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".demo..")
              .because("the developer's program may be left out of every other one")),

  ONLY_BOOTSTRAP_MAKES_SERVICES(
      root ->
          onlyIn(root, ".application..", ".bootstrap..")
              .dependOnClassesThat(
                  resideInAPackage(root + ".application..")
                      .and(describe("services", type -> type.getSimpleName().endsWith("Service"))))
              .because("use cases are called through their ports, so that they can be replaced")),

  ONLY_BOOTSTRAP_MAKES_ADAPTERS(
      root ->
          onlyIn(root, ".adapters..", ".bootstrap..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".adapters..")
              .because("which adapter stands behind a port is decided in one place")),

  INJECTION_LIVES_IN_BOOTSTRAP(
      root ->
          onlyIn(root, ".bootstrap..")
              .dependOnClassesThat()
              .resideInAnyPackage("dagger..", "jakarta.inject..", "javax.inject..")
              .because("whoever embeds the gateway wires it as he likes")),

  FEIGN_LIVES_IN_THE_AUTH0_ADAPTER(
      root ->
          onlyIn(root, ".adapters.auth0..")
              .dependOnClassesThat()
              .resideInAPackage("feign..")
              .because("a Feign exception prints the password it was sending")),

  JACKSON_LIVES_IN_ADAPTERS(
      root ->
          onlyIn(
                  root,
                  ".adapters..",
                  ".emulator..",
                  ".doctor.report..",
                  ".bootstrap.address..",
                  ".bootstrap.cli..",
                  ".demo..",
                  ".bootstrap.doctor..")
              .dependOnClassesThat()
              .resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson..")
              .because("JSON is a matter of the edge")),

  HELIDON_LIVES_IN_THE_SERVERS(
      root ->
          noClasses()
              .that()
              .haveNameNotMatching(
                  Pattern.quote(root)
                      + "\\.(adapters\\.http\\.server|emulator)\\.(\\w+\\.)*"
                      + "(Helidon\\w*|\\w*Server\\w*)(\\$.*)?")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("io.helidon..")
              .because("another server is one binding class away")),

  PAGES_ARE_MADE_IN_ONE_PLACE(
      root ->
          onlyIn(root, ".adapters.http.pages..", ".emulator..")
              .dependOnClassesThat()
              .resideInAnyPackage("com.nimbusds..", "com.samskivert..", "io.nayuki..")
              .because("what is sealed into a cookie, or escaped into a page, is so in one place")),

  TEST_FRAMEWORKS_LIVE_IN_THE_TESTKIT(
      root ->
          onlyIn(root, ".testkit..", ".emulator.junit..")
              .dependOnClassesThat()
              .resideInAnyPackage("org.junit..", "org.assertj..", "net.jqwik..", "org.openqa..")
              .because("what ships to production does not carry its tests")),

  ONLY_PROVIDERS_READ_PASSWORDS(
      root ->
          onlyIn(root, ".adapters.auth0..", ".testkit.fake..")
              .accessTargetWhere(target(Password.class, "reveal"))
              .because("a password that nobody reads nobody can print")),

  ONLY_THE_RESOLVER_ESTABLISHES_ADDRESSES(
      root ->
          noClasses()
              .that()
              .doNotHaveFullyQualifiedName(root + ".domain.address.AddressResolver")
              .should()
              .accessTargetWhere(
                  describe(
                      "the constructor of ClientAddress",
                      access ->
                          access
                                  .getTargetOwner()
                                  .getName()
                                  .equals(root + ".domain.address.ClientAddress")
                              && access.getName().equals("<init>")))
              .because("an address that is told to Auth0 has to be established, never guessed")),

  TIME_AND_CHANCE_COME_FROM_OUTSIDE(
      root ->
          onlyIn(root, ".bootstrap..")
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
              .because(
                  "tests move a clock and never sleep; what they cannot move they cannot test")),

  THE_SYSTEM_CLOCK_IS_CHOSEN_BY_PROGRAMS(
      root ->
          onlyIn(root, ".bootstrap..", ".emulator..")
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
              .because("a library is told which clock to read")),

  NO_STANDARD_STREAMS(
      root ->
          noClasses()
              .that()
              .resideOutsideOfPackage(root + ".bootstrap..")
              .should(ACCESS_STANDARD_STREAMS)
              .because(
                  "what is not an event of the journal escapes levels, formats and redaction")),

  NO_JAVA_UTIL_LOGGING(
      root ->
          noClasses()
              .should()
              .dependOnClassesThat()
              .resideInAPackage("java.util.logging..")
              .because("there is one log, and its name is SLF4J")),

  NO_FIELD_INJECTION(
      root ->
          NO_CLASSES_SHOULD_USE_FIELD_INJECTION.because(
              "an object that can be made without its parts is made without them")),

  NO_OBJECTS_ARE_DESERIALISED(
      root ->
          noClasses()
              .should()
              .dependOnClassesThat()
              .areAssignableTo(ObjectInputStream.class)
              .because("bytes from outside that choose classes run code")),

  NO_PACKAGE_CYCLES(
      root ->
          slices()
              .matching(root + ".(**)")
              .should()
              .beFreeOfCycles()
              .because("packages in a cycle are one package")),

  EVERY_PACKAGE_IS_NULL_MARKED(
      root ->
          classes()
              .should(
                  be(
                      describe(
                          "in a package that is @NullMarked",
                          type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
              .because("a package that is not marked is not checked"));

  @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
  private final Function<String, ArchRule> rule;

  Rule(Function<String, ArchRule> rule) {
    this.rule = rule;
  }

  ArchRule under(String root) {
    return rule.apply(root);
  }

  /** Where this rule's offenders live. */
  String offendersRoot() {
    return Rule.class.getPackageName()
        + ".violations."
        + name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** No class outside these packages of {@code root} should … */
  private static ClassesShould onlyIn(String root, String... packages) {
    return noClasses()
        .that(not(resideInAnyPackage(Stream.of(packages).map(root::concat).toArray(String[]::new))))
        .should();
  }

  private static DescribedPredicate<JavaAccess<?>> target(Class<?> owner, String... names) {
    Set<String> members = Set.of(names);
    return describe(
        owner.getSimpleName() + "." + members,
        access ->
            access.getTargetOwner().isEquivalentTo(owner) && members.contains(access.getName()));
  }

  /** What a pure class is made of, besides its own packages. */
  private static String[] pure(String... own) {
    return Stream.concat(
            Stream.of(own),
            Stream.of(
                "java.lang",
                "java.lang.invoke", // lambdas, string concatenation
                "java.lang.runtime", // records, pattern switches
                "java.util..",
                "java.time..",
                "io.vavr..",
                "org.jspecify.."))
        .toArray(String[]::new);
  }
}
