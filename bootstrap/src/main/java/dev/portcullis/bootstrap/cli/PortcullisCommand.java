package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.log.LogSetup;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
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

  /** The commands there are, for messages. */
  static String names(CommandLine line) {
    return String.join(", ", line.getSubcommands().keySet());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name a command: " + names(spec.commandLine()) + ".");
  }
}
