package dev.portcullis.application.login;

import java.time.Duration;

/**
 * One limit of login attempts. All of its attempts are possible at once, and they come back evenly
 * over the window: after each {@code window / attempts} there is room for one more.
 *
 * @param attempts 1 to {@value #MOST_ATTEMPTS}
 * @param window {@link #SHORTEST} to {@link #LONGEST}
 * @param action what happens past it
 */
public record AttemptRule(int attempts, Duration window, Action action) {

  /** The most attempts of a limit. */
  public static final int MOST_ATTEMPTS = 1_000_000;

  /** The shortest window of a limit. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The longest window of a limit. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** What happens to attempts past a limit. */
  public enum Action {
    /** The limit does not count. */
    OFF,
    /** They are let through and reported. */
    ALARM,
    /** They are refused; with {@link AttemptLimits#watch}, let through and reported. */
    REFUSE
  }

  /**
   * Checks the rule.
   *
   * @throws IllegalArgumentException if the attempts or the window are out of range
   */
  public AttemptRule {
    if (attempts < 1
        || attempts > MOST_ATTEMPTS
        || window.compareTo(SHORTEST) < 0
        || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "rule: "
              + attempts
              + " in "
              + window
              + " (expected: 1-"
              + MOST_ATTEMPTS
              + " in "
              + SHORTEST
              + " to "
              + LONGEST
              + ")");
    }
  }

  /** The same limit with another number of attempts. */
  public AttemptRule withAttempts(int value) {
    return new AttemptRule(value, window, action);
  }

  /** The same limit over another window. */
  public AttemptRule withWindow(Duration value) {
    return new AttemptRule(attempts, value, action);
  }

  /** The same limit, which does something else past it. */
  public AttemptRule withAction(Action value) {
    return new AttemptRule(attempts, window, value);
  }
}
