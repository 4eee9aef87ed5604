package dev.portcullis.bootstrap.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis}: names the commands. */
@Command(
    name = "portcullis",
    description = "The login gateway for Auth0's Resource Owner Password Flow.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      EmulatorCommand.class,
      CheckConfigCommand.class,
      DoctorCommand.class,
      ResolveIpCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all as it should be", "1:something is wrong", "2:wrong command line"},
    footerHeading = "%nStart here:%n",
    footer = {
      "  portcullis demo                              see it work, with a tenant of its own",
      "  portcullis serve --config portcullis.yaml    run it before your tenant"
    })
public final class PortcullisCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs one command line and says how it ended. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new PortcullisCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("portcullis: " + Failures.sentence(failure));
              return ExitCode.FAILED;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }
}
