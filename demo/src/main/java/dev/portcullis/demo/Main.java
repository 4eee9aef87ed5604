package dev.portcullis.demo;

import ch.qos.logback.classic.Level;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.log.LogSetup;
import io.vavr.collection.Vector;
import picocli.CommandLine;

/**
 * The entry point of {@code ./portcullis}: the production commands, {@code demo} and {@code
 * emulator}.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line =
        PortcullisCommand.commandLine(Vector.of(new DemoCommand(), new EmulatorCommand()));
    line.getCommandSpec()
        .usageMessage()
        .footer(
            "  portcullis demo                              see it work, with an emulated tenant",
            "  portcullis init                              write a portcullis.yaml for your proxy",
            "  portcullis serve --config portcullis.yaml    run it in front of your tenant");
    return line;
  }
}
