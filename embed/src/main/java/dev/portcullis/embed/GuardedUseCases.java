package dev.portcullis.embed;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.adapters.memory.InMemoryTenantPace;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.LimitedLogIn;
import dev.portcullis.application.login.LogInService;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.CompleteMfaService;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.application.mfa.LimitedMfaProvider;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.observe.ObservedProvider;
import dev.portcullis.application.observe.TracedAttemptLimiter;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.protection.ProtectionState;
import dev.portcullis.application.protection.ProviderProtection;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
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
import dev.portcullis.domain.reset.ResetStart;
import io.vavr.control.Option;
import java.time.InstantSource;

/**
 * The use cases around one provider, with every guard on: resets are limited, for leaked passwords
 * and on request together, and so are the codes of one login; login attempts are counted; the
 * provider gets no more calls than it takes, and none while it does not answer. This is the only
 * place that puts them together; {@link Portcullis} and the shipped program both use it. Safe for
 * concurrent use.
 */
public final class GuardedUseCases implements AutoCloseable {

  private final ProviderProtection protection;
  private final LogInUseCase logIn;
  private final Option<CompleteMfaUseCase> mfa;
  private final Option<RenewTokensUseCase> renew;
  private final Option<RevokeTokensUseCase> revoke;
  private final Option<ResetPasswordUseCase> reset;
  private final Background background;

  private GuardedUseCases(
      Provider unprotected, GuardSettings settings, Journal journal, InstantSource time) {
    this.protection =
        new ProviderProtection(
            settings.protection(),
            settings.tenantPace().getOrElse(() -> new InMemoryTenantPace(time)),
            settings.protectionEvents(),
            time);
    Provider provider = protection.around(ObservedProvider.of(unprotected, settings.calls()));
    Tracing tracing = settings.tracing();
    ResetLimiter limiter =
        settings
            .resetLimiter()
            .getOrElse(
                () ->
                    new InMemoryResetLimiter(
                        settings.resetLimits(), GuardSettings.REMEMBERED, time));
    GuessLimiter guesses =
        settings
            .guessLimiter()
            .getOrElse(
                () ->
                    new InMemoryGuessLimiter(
                        GuardSettings.GUESSES,
                        GuardSettings.SECOND_STEP,
                        GuardSettings.REMEMBERED,
                        time));
    this.background = new Background(settings.name(), settings.drain());
    this.logIn =
        limited(
            new LogInService(
                provider.verifier(), automatic(provider.passwordResets(), limiter), journal, time),
            settings,
            journal,
            time);
    this.mfa =
        provider
            .secondFactors()
            .map(
                factors ->
                    new CompleteMfaService(
                        new LimitedMfaProvider(factors, guesses), journal, time));
    this.renew =
        provider.refreshTokens().map(tokens -> new RenewTokensService(tokens, journal, time));
    this.revoke =
        provider.refreshTokens().map(tokens -> new RevokeTokensService(tokens, journal, time));
    this.reset =
        provider
            .passwordResets()
            .map(
                resets ->
                    resets instanceof HandOffPasswordResets handOff
                        ? new HandOffResetPasswordService(handOff.page(), journal)
                        : new ResetPasswordService(
                            resets,
                            limiter,
                            task -> background.execute(tracing.continued(task)),
                            journal,
                            time));
  }

  /**
   * The use cases that the provider's capabilities allow.
   *
   * @param journal receives every login and every step
   */
  public static GuardedUseCases of(
      Provider provider, GuardSettings settings, Journal journal, InstantSource time) {
    return new GuardedUseCases(provider, settings, journal, time);
  }

  /** Without limits there is nothing between the caller and the login. */
  private static LogInUseCase limited(
      LogInUseCase logIn, GuardSettings settings, Journal journal, InstantSource time) {
    AttemptLimits limits = settings.attemptLimits();
    return settings
        .attemptLimiter()
        .orElse(
            () ->
                Option.when(
                    !limits.isOff(),
                    () ->
                        new InMemoryAttemptLimiter(
                            limits, GuardSettings.ATTEMPTS_REMEMBERED, time)))
        .<LogInUseCase>map(
            limiter -> new LimitedLogIn(logIn, traced(limiter, settings), journal, time))
        .getOrElse(logIn);
  }

  private static AttemptLimiter traced(AttemptLimiter limiter, GuardSettings settings) {
    return settings.tracing().equals(Tracing.OFF)
        ? limiter
        : new TracedAttemptLimiter(limiter, settings.tracing());
  }

  /** What starts a reset when a leaked password is used. A page costs nobody a mail. */
  private static PasswordResets automatic(Option<PasswordResets> resets, ResetLimiter limiter) {
    return resets.fold(
        () -> subject -> new ResetStart.ResetNotStarted(),
        some ->
            some instanceof HandOffPasswordResets
                ? some
                : new LimitedPasswordResets(some, limiter));
  }

  public LogInUseCase logIn() {
    return logIn;
  }

  /**
   * Completes logins with a second factor.
   *
   * @throws IllegalStateException if the provider has none
   */
  public CompleteMfaUseCase mfa() {
    return present(mfa, "second factors", "withSecondFactors");
  }

  /**
   * Renews tokens.
   *
   * @throws IllegalStateException if the provider issues no refresh tokens
   */
  public RenewTokensUseCase renew() {
    return present(renew, "refresh tokens", "withRefreshTokens");
  }

  /**
   * Revokes refresh tokens.
   *
   * @throws IllegalStateException if the provider issues none
   */
  public RevokeTokensUseCase revoke() {
    return present(revoke, "refresh tokens", "withRefreshTokens");
  }

  /**
   * Resets passwords on request.
   *
   * @throws IllegalStateException if the provider starts no resets
   */
  public ResetPasswordUseCase reset() {
    return present(reset, "password resets", "withPasswordResets");
  }

  /** How things stand between the gateway and its provider now. */
  public ProtectionState protection() {
    return protection.state();
  }

  /** Accepts no more resets, and waits for those in progress, at most the time to drain. */
  @Override
  public void close() {
    background.close();
  }

  private static <T> T present(Option<T> capability, String what, String remedy) {
    return capability.getOrElseThrow(
        () ->
            new IllegalStateException(
                "provider: has no " + what + " (expected: a Provider " + remedy + ")"));
  }
}
