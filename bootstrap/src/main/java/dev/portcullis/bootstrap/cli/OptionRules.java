package dev.portcullis.bootstrap.cli;

import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Which options of a command exclude or need one another, so that none is given without effect.
 * Checked before the command runs. Options are named by their longest name, parameters by their
 * label.
 */
public final class OptionRules {

  /** Every option goes with every other. */
  public static final OptionRules NONE = new OptionRules(Vector.empty());

  private final Seq<Rule> rules;

  private OptionRules(Seq<Rule> rules) {
    this.rules = rules;
  }

  /** A command whose options do not all go together. */
  public interface Ruled {

    /** The rules of its options. */
    OptionRules rules();
  }

  /** Beside {@code option} none of the others has an effect. */
  public OptionRules excludes(String option, String... others) {
    return and(
        given ->
            Vector.of(others)
                .find(other -> given.contains(option) && given.contains(other))
                .map(
                    other -> other + " has no effect with " + option + ": leave one of them out."));
  }

  /** The same, unless {@code unless} is given too. */
  public OptionRules excludesWithout(String unless, String option, String... others) {
    return and(
        given ->
            Vector.of(others)
                .find(other -> given.contains(option) && given.contains(other))
                .filter(other -> !given.contains(unless))
                .map(
                    other ->
                        other
                            + " has no effect with "
                            + option
                            + ": leave one of them out, or add "
                            + unless
                            + "."));
  }

  /** {@code option} has an effect only with this other one. */
  public OptionRules needs(String option, String other) {
    return and(
        given ->
            given.contains(option) && !given.contains(other)
                ? Option.of(option + " needs " + other + ".")
                : Option.none());
  }

  /** One of these is needed, and only one has an effect. */
  public OptionRules exactlyOne(String one, String other) {
    return and(
        given -> {
          if (given.contains(one) != given.contains(other)) {
            return Option.none();
          }
          return Option.of(
              "Pass " + one + " or " + other + (given.contains(one) ? ", not both." : "."));
        });
  }

  private OptionRules and(Rule rule) {
    return new OptionRules(rules.append(rule));
  }

  /** What is wrong with these options together, as a sentence. */
  public Option<String> problem(Set<String> given) {
    return rules.flatMap(rule -> rule.problem(given)).headOption();
  }

  /** The rules of a command. */
  public static OptionRules of(CommandLine command) {
    Object object = command.getCommand();
    return object instanceof Ruled ruled ? ruled.rules() : NONE;
  }

  /** The name of an option or parameter in rules. */
  public static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** Runs what was parsed if its options go together. */
  static int run(ParseResult parsed) {
    Seq<CommandLine> commands = Vector.ofAll(parsed.asCommandLineList());
    if (!commands.exists(OptionRules::asksForHelp)) {
      commands.forEach(OptionRules::check);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static boolean asksForHelp(CommandLine command) {
    return command.isUsageHelpRequested() || command.isVersionHelpRequested();
  }

  private static void check(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    Set<String> given =
        Vector.<ArgSpec>ofAll(parsed.matchedOptions())
            .appendAll(parsed.matchedPositionals())
            .map(OptionRules::name)
            .toSet();
    of(command)
        .problem(given)
        .forEach(
            problem -> {
              throw new ParameterException(command, problem);
            });
  }

  @FunctionalInterface
  private interface Rule {

    Option<String> problem(Set<String> given);
  }
}
