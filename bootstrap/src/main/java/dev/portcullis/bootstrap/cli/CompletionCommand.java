package dev.portcullis.bootstrap.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis completion}. */
@Command(
    name = "completion",
    description = "Print a script that lets bash and zsh complete commands and options.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nFor example:%n",
    footer = {
      "  source <(portcullis completion)",
      "  portcullis completion > ~/.local/share/bash-completion/completions/portcullis"
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
  }
}
