package dev.portcullis.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShould;
import dev.portcullis.architecture.rules.PortcullisRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The boundaries between the modules. Each rule is a function of the root package: the product
 * keeps it under {@code dev.portcullis}, and it fails on the offenders in its own package of {@code
 * violations}. A rule that a team needs for its own adapters too is one of {@link PortcullisRules}.
 *
 * <p>Accesses are forbidden by {@code accessTargetWhere}, which sees method references too; {@code
 * callMethod} does not.
 */
enum Rule {
  DOMAIN_IS_PURE(root -> PortcullisRules.coreIsPure(root + ".domain..")),

  PORTS_SPEAK_THE_DOMAIN(
      root ->
          PortcullisRules.portsMentionOnlyTheDomain(
              root + ".application.*.port..",
              root + ".domain..",
              // What the journal's port takes.
              root + ".application.journal")),

  APPLICATION_STANDS_ON_THE_DOMAIN(
      root -> PortcullisRules.coreIsPure(root + ".application..", root + ".domain..")),

  ADAPTERS_DO_NOT_KNOW_EACH_OTHER(
      root ->
          slices()
              .matching(root + ".adapters.(*)..")
              .should()
              .notDependOnEachOther()
              // A binding to a server, as the one in http.server.
              .ignoreDependency(
                  resideInAPackage(root + ".adapters.servlet.."),
                  resideInAPackage(root + ".adapters.http.."))
              .because("an adapter is replaced without touching another")),

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

  EMULATOR_INTERNALS_ARE_ITS_OWN(
      root ->
          onlyIn(root, ".emulator", ".emulator.tenantfile", ".emulator.internal..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".emulator.internal..")
              .because("tests use the emulator's public packages; its internals may change")),

  NOTHING_DEPENDS_ON_THE_DEMO(
      root ->
          onlyIn(root, ".demo..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".demo..")
              .because("the developer's program may be left out of every other one")),

  ONLY_EMBED_MAKES_SERVICES(
      root ->
          onlyIn(root, ".application..", ".embed..")
              .dependOnClassesThat(
                  resideInAPackage(root + ".application..")
                      .and(describe("services", type -> type.getSimpleName().endsWith("Service"))))
              .because("a use case that is put together twice loses a guard in one of the places")),

  ONLY_PROGRAMS_DEPEND_ON_EMBED(
      root ->
          onlyIn(root, ".embed..", ".bootstrap..", ".spring..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".embed..")
              .because("what the front door puts together does not know it")),

  ONLY_EMBED_AND_BOOTSTRAP_MAKE_ADAPTERS(
      root ->
          onlyIn(root, ".adapters..", ".testkit.http..", ".embed..", ".bootstrap..", ".spring..")
              .dependOnClassesThat()
              .resideInAPackage(root + ".adapters..")
              .because("which adapter stands behind a port is decided by those who wire it")),

  INJECTION_LIVES_IN_BOOTSTRAP(
      root ->
          onlyIn(root, ".bootstrap..")
              .dependOnClassesThat()
              .resideInAnyPackage("dagger..", "jakarta.inject..", "javax.inject..")
              .because("a team that embeds the gateway uses the wiring it has")),

  FEIGN_LIVES_IN_THE_AUTH0_ADAPTER(
      root -> PortcullisRules.feignIsUsedOnlyIn(root, root + ".adapters.auth0..")),

  FEIGN_CLIENTS_ARE_BUILT_IN_ONE_PLACE(
      root ->
          noClasses()
              .that()
              .doNotHaveFullyQualifiedName(root + ".adapters.auth0.transport.FeignFactory")
              .should()
              .accessTargetWhere(
                  describe(
                      "Feign.builder",
                      access ->
                          Set.of("feign.Feign.builder", "feign.Feign$Builder.<init>")
                              .contains(
                                  access.getTargetOwner().getName() + "." + access.getName())))
              .because("a Feign client that is built with the defaults sends a password again")),

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
              .because("JSON is parsed and written at the edge only")),

  JETTY_LIVES_IN_THE_SERVER(
      root ->
          onlyIn(
                  root,
                  ".adapters.http.server",
                  ".adapters.http.server.socket",
                  ".adapters.servlet",
                  ".emulator.internal.http")
              .dependOnClassesThat()
              .resideInAPackage("org.eclipse.jetty..")
              .because("another server needs one binding and nothing else")),

  LETTUCE_LIVES_IN_ITS_ADAPTER(
      root ->
          onlyIn(root, ".adapters.redis")
              .dependOnClassesThat()
              .resideInAnyPackage("io.lettuce..", "io.netty..")
              .because("another store needs one adapter, and none is loaded without its setting")),

  OPENTELEMETRY_LIVES_IN_ITS_ADAPTER(
      root ->
          onlyIn(root, ".adapters.otel", ".spring")
              .dependOnClassesThat()
              .resideInAPackage("io.opentelemetry..")
              .because("none of it is loaded without its setting, and ports name no library")),

  BUCKET4J_LIVES_IN_ADAPTERS_OF_STATE(
      root ->
          onlyIn(root, ".adapters.memory")
              .dependOnClassesThat()
              .resideInAPackage("io.github.bucket4j..")
              .because("another way to count needs one adapter and nothing else")),

  SERVLETS_LIVE_IN_THEIR_ADAPTER(
      root ->
          onlyIn(root, ".adapters.servlet")
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "jakarta.servlet..",
                  "org.apache.catalina..",
                  "org.apache.coyote..",
                  "org.apache.tomcat..",
                  "org.eclipse.jetty.ee11..")
              .because("what containers do to a request is known in one place")),

  SPRING_LIVES_IN_ITS_STARTER(
      root ->
          onlyIn(root, ".spring..")
              .dependOnClassesThat()
              .resideInAPackage("org.springframework..")
              .because("the gateway runs in any program, of whatever framework")),

  PAGES_ARE_MADE_IN_ONE_PLACE(
      root ->
          onlyIn(root, ".adapters.http.pages..", ".adapters.http.session..", ".emulator..")
              .dependOnClassesThat()
              .resideInAnyPackage("com.nimbusds..", "com.samskivert..", "io.nayuki..")
              .because("cookies are encrypted and pages are escaped in one place")),

  TEST_FRAMEWORKS_LIVE_IN_THE_TESTKIT(
      root ->
          onlyIn(root, ".testkit..", ".emulator.junit..", ".architecture.rules..")
              .dependOnClassesThat()
              .resideInAnyPackage(
                  "org.junit..", "org.assertj..", "net.jqwik..", "org.openqa..", "com.tngtech..")
              .because("production code does not depend on test frameworks")),

  ONLY_PROVIDERS_READ_PASSWORDS(
      root ->
          noClasses()
              .that(
                  not(ProviderAdapters.beneath(root + ".adapters"))
                      .and(not(resideInAPackage(root + ".testkit.fake.."))))
              .should()
              .accessTargetWhere(target("dev.portcullis.domain.login.Password", "reveal"))
              .because("a password that is not read cannot be logged or printed")),

  ONLY_THE_RESOLVER_ESTABLISHES_ADDRESSES(
      root ->
          noClasses()
              .that()
              .doNotHaveFullyQualifiedName(root + ".domain.address.AddressResolver")
              .should()
              .accessTargetWhere(target(root + ".domain.address.ClientAddress", "<init>"))
              .because("an address sent to Auth0 is established by the rules, never guessed")),

  SETTINGS_GROW_BY_NAME(
      root ->
          noConstructors()
              .that()
              .arePublic()
              .and()
              .areDeclaredInClassesThat(
                  DescribedPredicate.<JavaClass>describe(
                          "are settings or policies",
                          type -> type.getSimpleName().matches("\\w+(Settings|Policy|Limits)"))
                      .and(not(resideInAPackage(root + ".emulator.tenant.."))))
              .should(
                  have(
                      describe(
                          "more than four parameters",
                          (JavaConstructor it) -> it.getRawParameterTypes().size() > 4)))
              .because("a setting is added, and read, by its name: factories and with…")),

  TIME_AND_CHANCE_COME_FROM_OUTSIDE(
      root ->
          PortcullisRules.timeAndRandomnessComeFromOutside(
              root, root + ".bootstrap.system.SystemSources")),

  THE_SYSTEM_CLOCK_IS_CHOSEN_BY_PROGRAMS(
      root ->
          PortcullisRules.onlyProgramsChooseTheSystemClock(
              root,
              root + ".bootstrap.system.SystemSources",
              root + ".embed.SystemTime",
              root + ".emulator..")),

  NO_STANDARD_STREAMS(
      root -> PortcullisRules.onlyProgramsUseStandardStreams(root, root + ".bootstrap..")),

  NO_JAVA_UTIL_LOGGING(
      root ->
          noClasses()
              .that()
              // It silences an SDK that logs that way.
              .doNotHaveFullyQualifiedName(root + ".adapters.otel.SdkLogging")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("java.util.logging..")
              .because("all logging goes through SLF4J")),

  NO_FIELD_INJECTION(
      root ->
          NO_CLASSES_SHOULD_USE_FIELD_INJECTION.because(
              "a constructor that takes all dependencies cannot leave one unset")),

  NO_OBJECTS_ARE_DESERIALISED(root -> PortcullisRules.noJavaDeserialization(root)),

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
              .because("NullAway checks only packages that are marked"));

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

  /** Calls of and references to these methods of {@code owner}. */
  private static DescribedPredicate<JavaAccess<?>> target(String owner, String... names) {
    return describe(
        "'" + owner + "' " + String.join("|", names),
        access ->
            access.getTargetOwner().getName().equals(owner)
                && List.of(names).contains(access.getName()));
  }
}
