package dev.portcullis.bootstrap;

import ch.qos.logback.classic.Level;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.Extensions.ProviderSection;
import dev.portcullis.bootstrap.extension.ProviderReader;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.SettingsReader;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;

/**
 * The shipped program with adapters of your own: the same commands, {@code portcullis.yaml},
 * listeners and guards. Your {@code main} is one statement:
 *
 * <pre>{@code
 * System.exit(
 *     GatewayApp.with(args)
 *         .provider("keycloak", KeycloakSettings::read)
 *         .journal(journal)
 *         .closing(journal)
 *         .run());
 * }</pre>
 *
 * <p>Without additions it is the shipped program. Immutable: every method returns a copy.
 */
public final class GatewayApp {

  private final Vector<String> arguments;
  private final Extensions extensions;

  private GatewayApp(Vector<String> arguments, Extensions extensions) {
    this.arguments = arguments;
    this.extensions = extensions;
  }

  /**
   * The shipped program. Sets up the log of the process, on standard error from level INFO, so that
   * adapters that are created after it log as it does: call it first.
   *
   * @param arguments those of {@code main}, such as {@code serve --config portcullis.yaml}
   */
  public static GatewayApp with(String... arguments) {
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    return new GatewayApp(Vector.of(arguments), Extensions.NONE);
  }

  /**
   * Logs in at a provider of your own in place of Auth0. The section {@code auth0} of the settings,
   * and every other that is for Auth0 alone, is then a problem that the commands report.
   *
   * @param section the key of the provider's section in the settings, such as {@code keycloak}: 1
   *     to 40 lower-case letters, digits and hyphens, a letter first
   * @param reader reads that section; its problems are reported with those of other settings
   * @throws IllegalArgumentException if {@code section} is no such name, or a section of the
   *     shipped program
   * @throws IllegalStateException if there is a provider already
   */
  public GatewayApp provider(String section, ProviderReader reader) {
    if (!section.matches("[a-z][a-z0-9-]{0,39}") || taken().contains(section)) {
      throw new IllegalArgumentException(
          "section: not usable (expected: a name such as keycloak, and none of "
              + taken().toSortedSet().mkString(", ")
              + ")");
    }
    if (extensions.provider().isDefined()) {
      throw new IllegalStateException("provider: already set (expected: one provider)");
    }
    return new GatewayApp(arguments, extensions.withProvider(new ProviderSection(section, reader)));
  }

  /**
   * Records in this journal too, after the log and the metrics. What it throws is ignored, but it
   * is called on the thread of the login: it must not block. Pass it to {@link #closing} too if it
   * has a queue or a connection.
   */
  public GatewayApp journal(Journal journal) {
    return new GatewayApp(arguments, extensions.withJournal(journal));
  }

  /**
   * Counts password resets here, for all instances together; {@code password-reset.limit} then has
   * no effect.
   */
  public GatewayApp resetLimiter(ResetLimiter limiter) {
    return new GatewayApp(arguments, extensions.withResetLimiter(limiter));
  }

  /** Counts codes of second factors here, for all instances together. */
  public GatewayApp guessLimiter(GuessLimiter limiter) {
    return new GatewayApp(arguments, extensions.withGuessLimiter(limiter));
  }

  /**
   * Counts login attempts here, for all instances together; {@code limits} of the settings then has
   * no effect.
   */
  public GatewayApp attemptLimiter(AttemptLimiter limiter) {
    return new GatewayApp(arguments, extensions.withAttemptLimiter(limiter));
  }

  /** Spaces the calls to the provider here, for all instances together. */
  public GatewayApp tenantPace(TenantPace pace) {
    return new GatewayApp(arguments, extensions.withTenantPace(pace));
  }

  /**
   * Closes this when {@code serve} stops, after the last login has ended, and before what was
   * passed earlier. The process ends with the stop, so that nothing after {@link #run} is reached.
   * It must end within a bounded time; if it throws, the process ends with 1. Other commands close
   * nothing: open connections at the first use.
   */
  public GatewayApp closing(AutoCloseable resource) {
    return new GatewayApp(arguments, extensions.withClosing(resource));
  }

  /**
   * Runs the command that the arguments name, {@code serve} until the process gets a signal.
   *
   * @return the exit code for {@link System#exit}
   */
  public int run() {
    return PortcullisCommand.run(extensions, arguments.toJavaArray(String[]::new));
  }

  private static Set<String> taken() {
    return SettingsReader.sections();
  }
}
