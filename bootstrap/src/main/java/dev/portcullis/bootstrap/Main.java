package dev.portcullis.bootstrap;

import ch.qos.logback.classic.Level;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.log.LogSetup;

/** The entry point of {@code ./portcullis}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    System.exit(PortcullisCommand.run(arguments));
  }
}
