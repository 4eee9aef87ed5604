package dev.portcullis.embed;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.application.protection.ProtectionEvents;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What bounds the use cases of one gateway. Start with {@link #named}: every guard is on, with the
 * limits of the shipped program. Each {@code with…} method returns a copy. Immutable.
 */
public final class GuardSettings {

  /** Users, and as many addresses and second steps, that a process remembers. */
  public static final int REMEMBERED = 100_000;

  /** Keys of login attempts that each limit of a process remembers: a million in total. */
  public static final int ATTEMPTS_REMEMBERED = 250_000;

  /** Codes that can be tried in one login. */
  public static final int GUESSES = 5;

  /** How long an mfa token lives. */
  public static final Duration SECOND_STEP = Duration.ofMinutes(10);

  private static final Duration DRAIN = Duration.ofSeconds(25);

  private final String name;
  private ResetLimits resetLimits = ResetLimits.DEFAULT;
  private AttemptLimits attemptLimits = AttemptLimits.watch();
  private Option<ResetLimiter> resetLimiter = Option.none();
  private Option<GuessLimiter> guessLimiter = Option.none();
  private Option<AttemptLimiter> attemptLimiter = Option.none();
  private ProtectionSettings protection = ProtectionSettings.defaults();
  private Option<TenantPace> tenantPace = Option.none();
  private ProtectionEvents protectionEvents = ProtectionEvents.NONE;
  private Duration drain = DRAIN;
  private Tracing tracing = Tracing.OFF;
  private ProviderCalls calls = ProviderCalls.NONE;

  private GuardSettings(String name) {
    this.name = name;
  }

  private GuardSettings with(Consumer<GuardSettings> change) {
    GuardSettings copy = new GuardSettings(name);
    copy.resetLimits = resetLimits;
    copy.attemptLimits = attemptLimits;
    copy.resetLimiter = resetLimiter;
    copy.guessLimiter = guessLimiter;
    copy.attemptLimiter = attemptLimiter;
    copy.protection = protection;
    copy.tenantPace = tenantPace;
    copy.protectionEvents = protectionEvents;
    copy.drain = drain;
    copy.tracing = tracing;
    copy.calls = calls;
    change.accept(copy);
    return copy;
  }

  /**
   * {@link ResetLimits#DEFAULT}, five codes for each login, {@link AttemptLimits#watch}, {@link
   * ProtectionSettings#defaults}, and 25 s to drain; everything is counted in this process.
   *
   * @param name the gateway's name, which its threads are named after
   */
  public static GuardSettings named(String name) {
    return new GuardSettings(name);
  }

  /** How many resets may be started, as long as they are counted in this process. */
  public GuardSettings withResetLimits(ResetLimits value) {
    return with(copy -> copy.resetLimits = value);
  }

  /** Counts resets elsewhere, for all instances together, and by limits of its own. */
  public GuardSettings withResetLimiter(ResetLimiter value) {
    return with(copy -> copy.resetLimiter = Option.some(value));
  }

  /** Counts codes of second factors elsewhere, for all instances together. */
  public GuardSettings withGuessLimiter(GuessLimiter value) {
    return with(copy -> copy.guessLimiter = Option.some(value));
  }

  /** How many logins may be tried, as long as they are counted in this process. */
  public GuardSettings withAttemptLimits(AttemptLimits value) {
    return with(copy -> copy.attemptLimits = value);
  }

  /** Counts login attempts elsewhere, for all instances together, and by limits of its own. */
  public GuardSettings withAttemptLimiter(AttemptLimiter value) {
    return with(copy -> copy.attemptLimiter = Option.some(value));
  }

  /** How the provider is protected from the gateway. */
  public GuardSettings withProtection(ProtectionSettings value) {
    return with(copy -> copy.protection = value);
  }

  /** Spaces the calls to the provider elsewhere, for all instances together. */
  public GuardSettings withTenantPace(TenantPace value) {
    return with(copy -> copy.tenantPace = Option.some(value));
  }

  /** Receives what the breaker in front of the provider does. */
  public GuardSettings withProtectionEvents(ProtectionEvents value) {
    return with(copy -> copy.protectionEvents = value);
  }

  /**
   * How long closing waits for what is in progress.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public GuardSettings withDrain(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("drain: " + value + " (expected: >= PT0S)");
    }
    return with(copy -> copy.drain = value);
  }

  /** Traces the calls to the provider, the wait at limits, and what goes on in the background. */
  public GuardSettings withTracing(Tracing value) {
    return with(copy -> copy.tracing = value);
  }

  /** Follows the calls to the provider, beside the traces. */
  public GuardSettings withCalls(ProviderCalls value) {
    return with(copy -> copy.calls = value);
  }

  String name() {
    return name;
  }

  ResetLimits resetLimits() {
    return resetLimits;
  }

  AttemptLimits attemptLimits() {
    return attemptLimits;
  }

  /** None to count in this process. */
  Option<ResetLimiter> resetLimiter() {
    return resetLimiter;
  }

  /** None to count in this process. */
  Option<GuessLimiter> guessLimiter() {
    return guessLimiter;
  }

  /** None to count in this process. */
  Option<AttemptLimiter> attemptLimiter() {
    return attemptLimiter;
  }

  ProtectionSettings protection() {
    return protection;
  }

  /** None to space them in this process. */
  Option<TenantPace> tenantPace() {
    return tenantPace;
  }

  ProtectionEvents protectionEvents() {
    return protectionEvents;
  }

  Duration drain() {
    return drain;
  }

  Tracing tracing() {
    return tracing;
  }

  /** What follows the calls to the provider, the traces among it. */
  ProviderCalls calls() {
    if (tracing.equals(Tracing.OFF)) {
      return calls;
    }
    return calls.equals(ProviderCalls.NONE) ? tracing : calls.and(tracing);
  }

  @Override
  public String toString() {
    return "GuardSettings["
        + name
        + ", "
        + resetLimits
        + ", "
        + attemptLimits
        + ", "
        + protection
        + ", drain "
        + drain
        + "]";
  }
}
