package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.system.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis version}. */
@Command(
    name = "version",
    description = "Print the version and the Java it runs on.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    for (String line : new Provider().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
  }

  /** The version from the jar's manifest. */
  static final class Provider implements IVersionProvider {

    @Override
    public String[] getVersion() {
      return new String[] {"portcullis " + Version.current(), "Java " + Runtime.version()};
    }
  }
}
