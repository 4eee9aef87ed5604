package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.log.LogSetup;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis}: lists the commands. */
@Command(
    name = "portcullis",
    description = "The login gateway for Auth0's Resource Owner Password Flow.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:something is wrong", "2:wrong command line"},
    footerHeading = "%nStart here:%n",
    footer = {
      "  portcullis init            write a portcullis.yaml for your proxy",
      "  portcullis check-config    list every problem with portcullis.yaml",
      "  portcullis serve           run it in front of your tenant"
    })
public final class PortcullisCommand implements Runnable {

  private static final Seq<String> FOR_AUTH0 = Vector.of("doctor", "init");

  /** How {@code serve} ends, with a provider that is not Auth0. */
  private static final Map<String, String> SERVE_ENDS =
      new TreeMap<>(
          Map.of(
              "0", "stopped by a signal, logins in progress answered",
              "1", "the settings are not valid, or a port is in use",
              "2", "wrong command line"));

  @Spec private CommandSpec spec;

  private PortcullisCommand() {}

  /** Runs one production command and returns the process's exit code. */
  public static int run(String... arguments) {
    return run(Extensions.NONE, arguments);
  }

  /** Runs one command of a program that adds something, and returns the process's exit code. */
  public static int run(Extensions extensions, String... arguments) {
    return commandLine(extensions, Vector.empty()).execute(arguments);
  }

  static CommandLine commandLine() {
    return commandLine(Vector.empty());
  }

  /**
   * The production commands and some more.
   *
   * @param more picocli commands, listed before the others
   */
  public static CommandLine commandLine(Seq<Object> more) {
    return commandLine(Extensions.NONE, more);
  }

  static CommandLine commandLine(Extensions extensions, Seq<Object> more) {
    CommandLine line = new CommandLine(new PortcullisCommand());
    more.appendAll(
            Vector.of(
                new ServeCommand(extensions),
                new CheckConfigCommand(extensions),
                new DoctorCommand(extensions),
                new ResolveIpCommand(extensions),
                new VerifyUrlCommand(extensions),
                new InitCommand(extensions),
                new CompletionCommand(),
                new VersionCommand(),
                new HelpCommand()))
        .forEach(line::addSubcommand);
    extensions.provider().forEach(own -> describe(line, own.name()));
    return configured(line);
  }

  /** One command as a program of its own, with the same messages and exit codes. */
  public static CommandLine alone(Object command) {
    return configured(new CommandLine(command));
  }

  private static CommandLine configured(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(OptionRules::run)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              LogSetup.flush();
              command.getErr().println("portcullis: " + Failures.sentence(failure));
              return ExitCode.FAILED;
            });
  }

  /** The help of a program that logs in at another provider; it has no commands for Auth0. */
  private static void describe(CommandLine line, String provider) {
    line.getCommandSpec()
        .usageMessage()
        .description("A login gateway for the password grant, in front of " + provider + ".")
        .footer(
            "  portcullis check-config    list every problem with portcullis.yaml",
            "  portcullis serve           run it in front of " + provider);
    line.getSubcommands()
        .forEach(
            (name, command) -> {
              UsageMessageSpec usage = command.getCommandSpec().usageMessage();
              if (name.equals("serve")) {
                usage
                    .description("Run the gateway in front of " + provider + ", until stopped.")
                    .exitCodeList(SERVE_ENDS);
              }
              usage.hidden(FOR_AUTH0.contains(name));
            });
  }

  /** The commands there are, for messages. */
  static String names(CommandLine line) {
    return Vector.ofAll(line.getSubcommands().entrySet())
        .reject(it -> it.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .mkString(", ");
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: " + names(spec.commandLine()) + ".");
  }
}
