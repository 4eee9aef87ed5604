package dev.portcullis.spring;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.otel.OpenTelemetryTracing;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.embed.HttpApiBuilder;
import dev.portcullis.embed.Journals;
import dev.portcullis.embed.Portcullis;
import dev.portcullis.spring.InvalidPropertiesException.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A {@link Portcullis} from the properties below {@code portcullis}, and its {@link HttpApi} in the
 * application's Tomcat. docs/how-to/spring-boot.md lists the properties.
 *
 * <p>A bean of the application takes the place of each default: {@link Portcullis} itself, {@link
 * HttpApi}, {@link Auth0Settings} or {@link Provider}, {@link ClientAddressPolicy}, {@link
 * Journals}, {@link PasswordResets}, {@link ResetLimits}, {@link ResetLimiter}, {@link
 * GuessLimiter}, {@link AttemptLimits}, {@link AttemptLimiter} and {@link Tracing}. A {@link
 * Journal} records beside the default ones, and {@link PortcullisBuilderCustomizer} changes
 * everything else.
 */
@AutoConfiguration
@EnableConfigurationProperties(PortcullisProperties.class)
public class PortcullisAutoConfiguration {

  private static final String TOMCAT =
      "org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory";

  @Bean
  LastLogin portcullisLastLogin() {
    return new LastLogin();
  }

  /** The application's log, logger {@code portcullis.journal}, and its meters. */
  @Bean
  @ConditionalOnMissingBean
  Journals portcullisJournals(
      PortcullisProperties properties, ObjectProvider<MeterRegistry> meters) {
    Validation<Seq<Problem>, Pseudonyms> users = PropertyReader.pseudonyms(properties.log());
    PropertyReader.requireValid(Vector.of(users));
    Journals log = Journals.slf4j(LoggerFactory.getLogger("portcullis.journal"), users.get());
    MeterRegistry registry = meters.getIfUnique();
    return registry == null ? log : log.and(Journals.micrometer(registry));
  }

  @Bean
  @ConditionalOnMissingBean
  Portcullis portcullis(
      PortcullisProperties properties,
      LastLogin last,
      Journals journals,
      ObjectProvider<Journal> more,
      ObjectProvider<Provider> provider,
      ObjectProvider<Auth0Settings> auth0,
      ObjectProvider<ClientAddressPolicy> addresses,
      ObjectProvider<PasswordResets> resets,
      ObjectProvider<ResetLimits> resetLimits,
      ObjectProvider<ResetLimiter> resetLimiter,
      ObjectProvider<GuessLimiter> guessLimiter,
      ObjectProvider<AttemptLimits> attemptLimits,
      ObjectProvider<AttemptLimiter> attemptLimiter,
      ObjectProvider<Tracing> tracing,
      ObjectProvider<PortcullisBuilderCustomizer> customizers) {
    Option<Provider> own = Option.of(provider.getIfAvailable());
    Validation<Seq<Problem>, Option<Auth0Settings>> tenant =
        own.isDefined()
            ? Validation.valid(Option.none())
            : Option.of(auth0.getIfAvailable())
                .map(Validation::<Seq<Problem>, Auth0Settings>valid)
                .getOrElse(() -> PropertyReader.auth0(properties.auth0()))
                .map(Option::some);
    Validation<Seq<Problem>, ClientAddressPolicy> policy =
        Option.of(addresses.getIfAvailable())
            .map(Validation::<Seq<Problem>, ClientAddressPolicy>valid)
            .getOrElse(() -> AddressReader.read(properties.clientIp()));
    PropertyReader.requireValid(
        Vector.of(tenant, policy, PropertyReader.origins(properties.callers())));

    Portcullis.Builder builder =
        Portcullis.builder().name(properties.name()).addresses(policy.get());
    builder = with(builder, own, Portcullis.Builder::provider);
    builder = with(builder, tenant.get(), Portcullis.Builder::auth0);
    builder = builder.journal(all(journals, last, more));
    builder = with(builder, Option.of(properties.resetPage()), Portcullis.Builder::resetPage);
    builder = with(builder, Option.of(resets.getIfAvailable()), Portcullis.Builder::resets);
    builder =
        with(builder, Option.of(resetLimits.getIfAvailable()), Portcullis.Builder::resetLimits);
    builder =
        with(builder, Option.of(resetLimiter.getIfAvailable()), Portcullis.Builder::resetLimiter);
    builder =
        with(builder, Option.of(guessLimiter.getIfAvailable()), Portcullis.Builder::guessLimiter);
    builder =
        with(builder, Option.of(attemptLimits.getIfAvailable()), Portcullis.Builder::attemptLimits);
    builder =
        with(
            builder,
            Option.of(attemptLimiter.getIfAvailable()),
            Portcullis.Builder::attemptLimiter);
    builder = with(builder, Option.of(tracing.getIfAvailable()), Portcullis.Builder::traces);
    for (PortcullisBuilderCustomizer customizer : customizers.orderedStream().toList()) {
      builder = customizer.customize(builder);
    }
    return built(builder);
  }

  /** Logging in, the description, and every step that the provider offers. */
  @Bean
  @ConditionalOnMissingBean
  HttpApi portcullisHttpApi(Portcullis gate, PortcullisProperties properties) {
    Provider provider = gate.provider();
    PortcullisProperties.Callers callers = properties.callers();
    Validation<Seq<Problem>, CallerOrigins> origins = PropertyReader.origins(callers);
    PropertyReader.requireValid(Vector.of(origins));
    HttpApiBuilder api =
        gate.http()
            .login(PropertyReader.choices(callers.mayChoose()))
            .callableFrom(origins.get())
            .description();
    if (provider.refreshTokens().isDefined()) {
      api = api.tokens();
    }
    if (provider.secondFactors().isDefined()) {
      api = api.mfa();
    }
    if (provider.passwordResets().isDefined()) {
      api = api.resets();
    }
    return api.build();
  }

  private static Portcullis built(Portcullis.Builder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      // "what: the problem (fix: what to do)", one a line.
      throw new InvalidPropertiesException(
          Vector.of(String.valueOf(e.getMessage()).split("\n", -1))
              .map(
                  line ->
                      new Problem(
                          "portcullis",
                          line,
                          "Change the property or the bean that the problem is about")));
    }
  }

  private static Journals all(Journals first, LastLogin last, ObjectProvider<Journal> more) {
    return Vector.ofAll(more.orderedStream())
        .filter(it -> it != last)
        .map(Journals::of)
        .foldLeft(first.and(Journals.of(last)), Journals::and);
  }

  private static <T> Portcullis.Builder with(
      Portcullis.Builder builder,
      Option<T> value,
      BiFunction<Portcullis.Builder, T, Portcullis.Builder> change) {
    return value.fold(() -> builder, it -> change.apply(builder, it));
  }

  /**
   * Serves the API, unless {@code portcullis.api.enabled} is false, and passes on how the other
   * requests were received.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
  @ConditionalOnWebApplication
  static class InTomcat {

    @Bean
    ValveInTomcat portcullisValveInTomcat(HttpApi api, Environment environment) {
      boolean graceful =
          !"immediate".equalsIgnoreCase(environment.getProperty("server.shutdown", "graceful"));
      return environment.getProperty("portcullis.api.enabled", Boolean.class, true)
          ? ValveInTomcat.answering(api, graceful)
          : ValveInTomcat.passing();
    }
  }

  /** Lets the methods of controllers have a parameter of the type {@link RequestOrigin}. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(WebMvcConfigurer.class)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class WithControllers {

    @Bean
    WebMvcConfigurer portcullisOriginArguments() {
      return new WebMvcConfigurer() {
        @Override
        public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
          resolvers.add(new OriginArgumentResolver());
        }
      };
    }
  }

  /** An application whose server is another must not believe that its logins are served. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass(TOMCAT)
  @ConditionalOnWebApplication
  @ConditionalOnBooleanProperty(name = "portcullis.api.enabled", matchIfMissing = true)
  static class InAnotherServer {

    InAnotherServer() {
      throw new InvalidPropertiesException(
          Vector.of(
              new Problem(
                  "portcullis.api.enabled",
                  "the API is served in the Tomcat of Spring Boot 4.1 alone, and this application"
                      + " has none",
                  "Depend on spring-boot-starter-tomcat; or set portcullis.api.enabled=false and"
                      + " serve the HttpApi yourself, as docs/reference/servlet.md explains")));
    }
  }

  /**
   * Traces logins with the application's OpenTelemetry, if it has one and {@code
   * portcullis-adapters-otel} is on its class path.
   */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({OpenTelemetryTracing.class, OpenTelemetry.class})
  static class WithOpenTelemetry {

    @Bean
    @ConditionalOnMissingBean
    Tracing portcullisTracing(ObjectProvider<OpenTelemetry> telemetry) {
      OpenTelemetry own = telemetry.getIfUnique();
      return own == null ? Tracing.OFF : OpenTelemetryTracing.of(own);
    }
  }

  /** The health component {@code portcullis}. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  @ConditionalOnEnabledHealthIndicator("portcullis")
  static class WithHealth {

    @Bean
    @ConditionalOnMissingBean(name = "portcullisHealthIndicator")
    HealthIndicator portcullisHealthIndicator(Portcullis gate, LastLogin last) {
      return new PortcullisHealthIndicator(gate, last);
    }
  }
}
