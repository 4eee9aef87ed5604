package dev.portcullis.embed;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What bounds the use cases of one gateway. Start with {@link #named}: every guard is on, with the
 * limits of the shipped program. Each {@code with…} method returns a copy. Immutable.
 */
public final class GuardSettings {

  /** Users, and as many addresses and second steps, that a process remembers. */
  public static final int REMEMBERED = 100_000;

  /** Codes that can be tried in one login. */
  public static final int GUESSES = 5;

  /** How long an mfa token lives. */
  public static final Duration SECOND_STEP = Duration.ofMinutes(10);

  private static final Duration DRAIN = Duration.ofSeconds(25);

  private final String name;
  private final ResetLimits resetLimits;
  private final Option<ResetLimiter> resetLimiter;
  private final Option<GuessLimiter> guessLimiter;
  private final Duration drain;

  private GuardSettings(
      String name,
      ResetLimits resetLimits,
      Option<ResetLimiter> resetLimiter,
      Option<GuessLimiter> guessLimiter,
      Duration drain) {
    this.name = name;
    this.resetLimits = resetLimits;
    this.resetLimiter = resetLimiter;
    this.guessLimiter = guessLimiter;
    this.drain = drain;
  }

  /**
   * {@link ResetLimits#DEFAULT}, five codes for each login, and 25 s to drain; everything is
   * counted in this process.
   *
   * @param name the gateway's name, which its threads are named after
   */
  public static GuardSettings named(String name) {
    return new GuardSettings(name, ResetLimits.DEFAULT, Option.none(), Option.none(), DRAIN);
  }

  /** How many resets may be started, as long as they are counted in this process. */
  public GuardSettings withResetLimits(ResetLimits value) {
    return new GuardSettings(name, value, resetLimiter, guessLimiter, drain);
  }

  /** Counts resets elsewhere, for all instances together, and by limits of its own. */
  public GuardSettings withResetLimiter(ResetLimiter value) {
    return new GuardSettings(name, resetLimits, Option.some(value), guessLimiter, drain);
  }

  /** Counts codes of second factors elsewhere, for all instances together. */
  public GuardSettings withGuessLimiter(GuessLimiter value) {
    return new GuardSettings(name, resetLimits, resetLimiter, Option.some(value), drain);
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
    return new GuardSettings(name, resetLimits, resetLimiter, guessLimiter, value);
  }

  String name() {
    return name;
  }

  ResetLimits resetLimits() {
    return resetLimits;
  }

  /** None to count in this process. */
  Option<ResetLimiter> resetLimiter() {
    return resetLimiter;
  }

  /** None to count in this process. */
  Option<GuessLimiter> guessLimiter() {
    return guessLimiter;
  }

  Duration drain() {
    return drain;
  }

  @Override
  public String toString() {
    return "GuardSettings[" + name + ", " + resetLimits + ", drain " + drain + "]";
  }
}
