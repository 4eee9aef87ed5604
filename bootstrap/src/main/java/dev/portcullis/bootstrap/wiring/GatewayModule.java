package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.api.ApiReference;
import dev.portcullis.adapters.http.api.LogStreamEndpoint;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.PublicListener;
import dev.portcullis.adapters.journal.MicrometerJournal;
import dev.portcullis.adapters.journal.MicrometerProviderCalls;
import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.shared.SharedStore;
import dev.portcullis.bootstrap.traces.Traces;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.embed.GuardSettings;
import dev.portcullis.embed.GuardedUseCases;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The gateway itself, around whatever verifies, resets and journals. */
@Module(includes = {PagesModule.class, SharedModule.class})
interface GatewayModule {

  @Provides
  @Singleton
  static GuardedUseCases useCases(
      Settings settings,
      Provider provider,
      Option<PasswordResets> resets,
      Journal journal,
      Watching watching,
      Extensions extensions,
      Option<SharedStore> shared,
      PrometheusMeterRegistry metrics,
      Traces traces,
      BreakerWatch breaker,
      MicrometerJournal meters,
      InstantSource time) {
    GuardSettings guards =
        GuardSettings.named("gateway")
            .withResetLimits(settings.resetLimits())
            .withAttemptLimits(settings.attemptLimits())
            .withDrain(settings.http().limits().drain())
            .withTracing(traces.tracing())
            .withCalls(new MicrometerProviderCalls(metrics))
            .withProtection(settings.protection())
            .withProtectionEvents(breaker);
    for (SharedStore store : shared) {
      guards =
          guards
              .withResetLimiter(store.resetLimiter(settings.resetLimits()))
              .withGuessLimiter(store.guessLimiter())
              .withTenantPace(store.tenantPace());
    }
    for (ResetLimiter limiter : extensions.resetLimiter()) {
      guards = guards.withResetLimiter(limiter);
    }
    for (GuessLimiter limiter : extensions.guessLimiter()) {
      guards = guards.withGuessLimiter(limiter);
    }
    for (TenantPace pace : extensions.tenantPace()) {
      guards = guards.withTenantPace(pace);
    }
    for (AttemptLimiter limiter :
        extensions
            .attemptLimiter()
            .orElse(() -> counting(settings, shared, new LimitMeters(metrics), time))) {
      guards = guards.withAttemptLimiter(limiter);
    }
    GuardedUseCases useCases =
        GuardedUseCases.of(
            resets.fold(() -> provider, provider::withPasswordResets),
            guards,
            journal.and(watching.journal()),
            time);
    meters.watch(useCases::protection);
    return useCases;
  }

  @Provides
  @Singleton
  static BreakerWatch breaker(InstantSource time) {
    return new BreakerWatch(time);
  }

  /** Counts login attempts in memory and, where there is one, in the shared store. */
  private static Option<AttemptLimiter> counting(
      Settings settings, Option<SharedStore> shared, LimitMeters meters, InstantSource time) {
    AttemptLimits limits = settings.attemptLimits();
    if (limits.isOff()) {
      return Option.none();
    }
    InMemoryAttemptLimiter memory =
        new InMemoryAttemptLimiter(limits, GuardSettings.ATTEMPTS_REMEMBERED, time);
    meters.of(limits, memory);
    return Option.some(
        shared.fold(
            () -> memory, store -> store.attemptLimiter(limits, memory, settings.slowestCall())));
  }

  @Provides
  @Singleton
  static Gateway gateway(
      Settings settings,
      Provider provider,
      Option<PasswordResets> resets,
      GuardedUseCases useCases,
      Journal journal,
      PrometheusMeterRegistry metrics,
      Supplier<RequestId> ids,
      Option<BrowserLogin> pages,
      SessionStore store,
      Watching watching,
      Option<ClientWatch> client,
      Option<SharedStore> shared,
      BreakerWatch breaker,
      Upstream upstream,
      Traces traces,
      Extensions extensions,
      InstantSource time) {
    Readiness readiness = new Readiness();
    breaker.start(readiness);
    return new Gateway(
        settings.http(),
        settings
            .http()
            .users()
            .toLinkedMap(
                UserListener::name,
                listener ->
                    listener(
                        listener,
                        settings,
                        resets.fold(() -> provider, provider::withPasswordResets),
                        useCases,
                        pages.filter(
                            it -> settings.pages().exists(at -> at.isServedAt(listener.name()))),
                        journal,
                        watching,
                        traces.tracing(),
                        ids)),
        HttpApi.of(
            ids,
            AdminEndpoints.withIndex(
                AdminEndpoints.health(readiness)
                    .append(
                        AdminEndpoints.metrics(
                            metrics::scrape, () -> metrics.scrape(AdminEndpoints.OPEN_METRICS)))
                    .appendAll(ApiReference.endpoints())
                    .appendAll(doctor(watching)))),
        readiness,
        ids,
        useCases,
        watching,
        client,
        shared,
        () -> {
          pages.forEach(BrowserLogin::close);
          store.close();
          shared.forEach(SharedStore::close);
          upstream.close();
          traces.close();
          extensions.close();
        },
        new ConnectionMeters(metrics),
        time);
  }

  private static Seq<Endpoint> doctor(Watching watching) {
    return watching
        .page()
        .fold(
            Vector::empty,
            page ->
                Vector.of(
                    AdminEndpoints.page("/doctor", page.style(), page::html),
                    AdminEndpoints.text("/doctor.json", "application/json", page::json)));
  }

  private static PublicListener listener(
      UserListener listener,
      Settings settings,
      Provider provider,
      GuardedUseCases useCases,
      Option<BrowserLogin> pages,
      Journal journal,
      Watching watching,
      Tracing tracing,
      Supplier<RequestId> ids) {
    ClientAddresses addresses = new ClientAddresses(listener.name(), listener.address(), journal);
    HttpApi.Builder api =
        HttpApi.builder(ids, new RequestIntake(addresses, journal, tracing))
            .callableFrom(settings.origins())
            .login(useCases.logIn(), settings.choices())
            .description();
    if (provider.refreshTokens().isDefined()) {
      api = api.tokens(useCases.renew(), useCases.revoke());
    }
    if (provider.secondFactors().isDefined()) {
      api = api.mfa(useCases.mfa());
    }
    if (provider.passwordResets().isDefined()) {
      api = api.resets(useCases.reset());
    }
    for (LogStreamEndpoint stream : watching.logStream()) {
      api = api.logStream(stream);
    }
    for (BrowserLogin login : pages) {
      api = api.browserLogin(login);
    }
    return new PublicListener(addresses, journal, api.build());
  }

  /** What is closed after the last login. */
  @FunctionalInterface
  interface Upstream extends AutoCloseable {

    @Override
    void close();
  }
}
