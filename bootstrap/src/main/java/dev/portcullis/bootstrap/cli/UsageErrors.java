package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.settings.document.Typos;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A wrong command line in two lines: what is wrong, and where the usage is. */
final class UsageErrors implements IParameterExceptionHandler {

  /** The commands of the developer's program, which the distribution does not have. */
  private static final Seq<String> FOR_DEVELOPERS = Vector.of("demo", "emulator");

  /** As picocli reports it. */
  private static final Pattern NOT_A_NUMBER =
      Pattern.compile("^Invalid value for option '([^']+)'[^:]*: '(.*)' is not an? (?:int|long)$");

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    if (isElsewhere(wrong, arguments)) {
      err.printf(
          "portcullis: %s is not part of the distribution. Run it from the sources:"
              + " ./portcullis %s%n",
          arguments[0], arguments[0]);
    } else {
      err.println("portcullis: " + sentence(wrong));
      err.println(
          "See "
              + command
                  .getCommandSpec()
                  .qualifiedName()
                  .replaceFirst("^portcullis", Matcher.quoteReplacement(Launcher.called()))
              + " --help");
    }
    err.flush();
    return ExitCode.USAGE;
  }

  private static boolean isElsewhere(ParameterException wrong, String... arguments) {
    return wrong instanceof UnmatchedArgumentException
        && wrong.getCommandLine().getParent() == null
        && FOR_DEVELOPERS.contains(arguments[0]);
  }

  private static String sentence(ParameterException wrong) {
    String text =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : Failures.sentence(wrong);
    String line = text.lines().map(String::strip).collect(Collectors.joining(" "));
    return NOT_A_NUMBER.matcher(line).replaceFirst("$1: $2 (expected: a whole number)");
  }

  private static String unmatched(UnmatchedArgumentException wrong) {
    CommandLine command = wrong.getCommandLine();
    String given = wrong.getUnmatched().isEmpty() ? "" : wrong.getUnmatched().getFirst();
    if (wrong.isUnknownOption()) {
      return given
          + ": no such option"
          + meant(given, command.getCommandSpec().optionsMap().keySet()).getOrElse("");
    }
    if (command.getSubcommands().isEmpty()) {
      return given + ": not expected here";
    }
    return given
        + ": no such command"
        + meant(given, command.getSubcommands().keySet())
            .getOrElse(() -> " (expected: " + PortcullisCommand.names(command) + ")");
  }

  private static Option<String> meant(String given, Iterable<String> known) {
    return Typos.nearest(given, Vector.ofAll(known)).map(name -> " (did you mean " + name + "?)");
  }
}
