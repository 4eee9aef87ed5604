package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.http.BrowserLogin;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.api.ApiReference;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.PublicListener;
import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.LogInService;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.mfa.CompleteMfaService;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.mfa.LimitedMfaProvider;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.reset.HandOffResetPasswordService;
import dev.portcullis.application.reset.LimitedPasswordResets;
import dev.portcullis.application.reset.ResetPasswordService;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.application.session.RenewTokensService;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensService;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetLimits;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.domain.login.RequestId;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The gateway itself, around whatever verifies, resets and journals. */
@Module(includes = PagesModule.class)
interface GatewayModule {

  /** Users, and as many addresses and second steps, that are remembered. */
  int REMEMBERED = 100_000;

  /** Codes that can be tried in one login. */
  int GUESSES = 5;

  /** How long an mfa token lives. */
  Duration SECOND_STEP = Duration.ofMinutes(10);

  @Provides
  @Singleton
  static LogInUseCase logIn(
      Settings settings,
      CredentialVerifier verifier,
      PasswordResets resets,
      ResetLimiter limiter,
      Journal journal,
      Watching watching,
      InstantSource time) {
    // A page costs nobody a mail.
    PasswordResets automatic =
        settings.passwordReset() instanceof ResetSettings.HandOff
            ? resets
            : new LimitedPasswordResets(resets, limiter);
    return new LogInService(verifier, automatic, journal.and(watching.journal()), time);
  }

  @Provides
  @Singleton
  static ResetLimiter limiter(Settings settings, InstantSource time) {
    ResetLimits limits = settings.resetLimits();
    return new InMemoryResetLimiter(
        limits.perUser(), limits.perAddress(), limits.window(), REMEMBERED, time);
  }

  @Provides
  @Singleton
  static Background background(Settings settings) {
    return new Background(settings.http().limits().drain());
  }

  @Provides
  @Singleton
  static ResetPasswordUseCase reset(
      Settings settings,
      PasswordResets resets,
      ResetLimiter limiter,
      Background background,
      Journal journal,
      InstantSource time) {
    return settings.passwordReset() instanceof ResetSettings.HandOff(var page)
        ? new HandOffResetPasswordService(page, journal)
        : new ResetPasswordService(resets, limiter, background, journal, time);
  }

  @Provides
  @Singleton
  static RenewTokensUseCase renew(RefreshTokens tokens, Journal journal, InstantSource time) {
    return new RenewTokensService(tokens, journal, time);
  }

  @Provides
  @Singleton
  static RevokeTokensUseCase revoke(RefreshTokens tokens, Journal journal, InstantSource time) {
    return new RevokeTokensService(tokens, journal, time);
  }

  @Provides
  @Singleton
  static CompleteMfaUseCase mfa(
      MfaProvider provider, GuessLimiter limiter, Journal journal, InstantSource time) {
    return new CompleteMfaService(new LimitedMfaProvider(provider, limiter), journal, time);
  }

  @Provides
  @Singleton
  static GuessLimiter guesses(InstantSource time) {
    return new InMemoryGuessLimiter(GUESSES, SECOND_STEP, REMEMBERED, time);
  }

  @Provides
  static UseCases useCases(
      LogInUseCase logIn,
      CompleteMfaUseCase mfa,
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      ResetPasswordUseCase reset) {
    return new UseCases(logIn, mfa, renew, revoke, reset);
  }

  @Provides
  @Singleton
  static Gateway gateway(
      Settings settings,
      UseCases useCases,
      Journal journal,
      PrometheusMeterRegistry metrics,
      Supplier<RequestId> ids,
      Option<BrowserLogin> pages,
      Background background,
      SessionStore store,
      Watching watching,
      ClientWatch client,
      Upstream upstream,
      InstantSource time) {
    Readiness readiness = new Readiness();
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
                        useCases,
                        pages.filter(
                            it -> settings.pages().exists(at -> at.isServedAt(listener.name()))),
                        journal,
                        watching,
                        ids)),
        HttpApi.of(
            ids,
            AdminEndpoints.withIndex(
                AdminEndpoints.health(readiness)
                    .append(AdminEndpoints.metrics(metrics::scrape))
                    .appendAll(ApiReference.endpoints())
                    .appendAll(doctor(watching)))),
        readiness,
        ids,
        background,
        watching,
        client,
        () -> {
          pages.forEach(BrowserLogin::close);
          store.close();
          upstream.close();
        },
        time);
  }

  private static Seq<Endpoint> doctor(Watching watching) {
    return watching
        .page()
        .fold(
            Vector::empty,
            page ->
                Vector.of(
                    AdminEndpoints.page("/doctor", "text/html; charset=utf-8", page::html),
                    AdminEndpoints.page("/doctor.json", "application/json", page::json)));
  }

  private static PublicListener listener(
      UserListener listener,
      Settings settings,
      UseCases useCases,
      Option<BrowserLogin> pages,
      Journal journal,
      Watching watching,
      Supplier<RequestId> ids) {
    ClientAddresses addresses = new ClientAddresses(listener.name(), listener.address(), journal);
    HttpApi.Builder api =
        HttpApi.builder(ids, new RequestIntake(addresses, journal))
            .callableFrom(settings.origins())
            .login(useCases.logIn(), settings.choices())
            .description()
            .tokens(useCases.renew(), useCases.revoke())
            .mfa(useCases.mfa())
            .resets(useCases.reset());
    HttpApi.Builder watched = watching.logStream().fold(() -> api, api::logStream);
    return new PublicListener(
        addresses, journal, pages.fold(() -> watched, watched::browserLogin).build());
  }

  /** What is closed after the last login. */
  @FunctionalInterface
  interface Upstream extends AutoCloseable {

    @Override
    void close();
  }
}
