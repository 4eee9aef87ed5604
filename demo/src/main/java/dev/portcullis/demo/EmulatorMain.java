package dev.portcullis.demo;

import ch.qos.logback.classic.Level;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.log.LogSetup;
import picocli.CommandLine;

/**
 * {@code auth0-emulator}: the command {@code emulator} as a program of its own, whose distribution
 * has no gateway.
 */
final class EmulatorMain {

  private EmulatorMain() {}

  public static void main(String[] arguments) {
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return PortcullisCommand.alone(new EmulatorCommand()).setCommandName("auth0-emulator");
  }
}
