package dev.portcullis.bootstrap.extension;

import dev.portcullis.application.provider.Capability;
import dev.portcullis.application.provider.Provider;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A provider whose settings are valid, and which is not opened yet. It declares what the other
 * settings are checked against, so that {@code check-config} reports them with their lines: what
 * the provider can do, and the headers that are its own. The provider that {@link #open} returns
 * has to be as declared, or the gateway does not start. Immutable.
 */
public final class ConfiguredProvider {

  private final String summary;
  private final Duration slowestLogin;
  private final Supplier<OpenProvider> open;
  private final Set<Capability> capabilities;
  private final Set<String> ownHeaders;

  private ConfiguredProvider(
      String summary,
      Duration slowestLogin,
      Supplier<OpenProvider> open,
      Set<Capability> capabilities,
      Set<String> ownHeaders) {
    this.summary = summary;
    this.slowestLogin = slowestLogin;
    this.open = open;
    this.capabilities = capabilities;
    this.ownHeaders = ownHeaders;
  }

  /**
   * A provider that is opened once, at the start of {@code serve}; it verifies credentials, does
   * nothing else, and has no headers of its own.
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
    return new ConfiguredProvider(
        summary, slowestLogin, open, LinkedHashSet.empty(), LinkedHashSet.empty());
  }

  /** The same provider, which can do this and nothing else beside verifying credentials. */
  public ConfiguredProvider withCapabilities(Capability... can) {
    return new ConfiguredProvider(summary, slowestLogin, open, LinkedHashSet.of(can), ownHeaders);
  }

  /**
   * The same provider, with these headers as its own, as in {@link Provider#withOwnHeaders}.
   *
   * @param names in any case
   */
  public ConfiguredProvider withOwnHeaders(String... names) {
    return new ConfiguredProvider(
        summary,
        slowestLogin,
        open,
        capabilities,
        LinkedHashSet.of(names).map(name -> name.toLowerCase(Locale.ROOT)));
  }

  /** Where logins go, in one line. */
  public String summary() {
    return summary;
  }

  /** How long a login may take at most. */
  public Duration slowestLogin() {
    return slowestLogin;
  }

  /** What it can do beside verifying credentials. */
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** The headers, in lower case, that carry the end user's address to it. */
  public Set<String> ownHeaders() {
    return ownHeaders;
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
