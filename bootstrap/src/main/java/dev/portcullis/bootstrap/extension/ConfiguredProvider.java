package dev.portcullis.bootstrap.extension;

import java.time.Duration;
import java.util.function.Supplier;

/** A provider whose settings are valid, and which is not opened yet. Immutable. */
public final class ConfiguredProvider {

  private final String summary;
  private final Duration slowestLogin;
  private final Supplier<OpenProvider> open;

  private ConfiguredProvider(String summary, Duration slowestLogin, Supplier<OpenProvider> open) {
    this.summary = summary;
    this.slowestLogin = slowestLogin;
    this.open = open;
  }

  /**
   * A provider that is opened once, at the start of {@code serve}.
   *
   * @param summary where logins go, for {@code check-config} and the log, such as {@code
   *     https://sso.example.com realm staff as client gateway}; one line without secrets
   * @param slowestLogin how long a login may take at most; a stop waits for twice as long
   * @param open opens the provider; connecting can wait for the first login
   * @throws IllegalArgumentException if {@code slowestLogin} is not positive, or {@code summary} is
   *     not one line of 1 to 200 printable characters
   */
  public static ConfiguredProvider of(
      String summary, Duration slowestLogin, Supplier<OpenProvider> open) {
    if (!summary.matches("\\P{Cntrl}{1,200}")) {
      throw new IllegalArgumentException("summary: not one line (expected: 1-200 characters)");
    }
    if (slowestLogin.isNegative() || slowestLogin.isZero()) {
      throw new IllegalArgumentException("slowestLogin: " + slowestLogin + " (expected: > PT0S)");
    }
    return new ConfiguredProvider(summary, slowestLogin, open);
  }

  /** Where logins go, in one line. */
  public String summary() {
    return summary;
  }

  /** How long a login may take at most. */
  public Duration slowestLogin() {
    return slowestLogin;
  }

  /** Opens the provider. */
  public OpenProvider open() {
    return open.get();
  }

  /** The summary alone. */
  @Override
  public String toString() {
    return "ConfiguredProvider[" + summary + "]";
  }
}
